/**
 * The square's two doors to whoever moderates it: events out, actions in. The square knows nothing
 * of moderation but these.
 */
@NullMarked
package reeve.square.door;

import org.jspecify.annotations.NullMarked;
