/** Who may see which post, said once. */
@NullMarked
package reeve.square.sight;

import org.jspecify.annotations.NullMarked;
