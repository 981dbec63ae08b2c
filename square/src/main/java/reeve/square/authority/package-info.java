/** The form by which an authority writes to whoever moderates the square. */
@NullMarked
package reeve.square.authority;

import org.jspecify.annotations.NullMarked;
