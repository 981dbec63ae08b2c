/** Who follows, blocks and mutes whom. */
@NullMarked
package reeve.square.graph;

import org.jspecify.annotations.NullMarked;
