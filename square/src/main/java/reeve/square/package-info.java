@NullMarked
package reeve.square;

import org.jspecify.annotations.NullMarked;
