/** What people write: posts, boosts, favourites. */
@NullMarked
package reeve.square.posts;

import org.jspecify.annotations.NullMarked;
