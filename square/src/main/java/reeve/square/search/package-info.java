/** Search of accounts, posts and hashtags. */
@NullMarked
package reeve.square.search;

import org.jspecify.annotations.NullMarked;
