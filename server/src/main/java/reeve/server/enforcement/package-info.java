/**
 * Orders to act: numbered, withheld for a moment, carried out in order by a worker, and closed by a
 * platform's receipt or by a hand. What a platform does begins here and nowhere else.
 */
@NullMarked
package reeve.server.enforcement;

import org.jspecify.annotations.NullMarked;
