/** The Mastodon client API. */
@NullMarked
package reeve.square.api;

import org.jspecify.annotations.NullMarked;
