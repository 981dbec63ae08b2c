@NullMarked
package reeve.square.imports;

import org.jspecify.annotations.NullMarked;
