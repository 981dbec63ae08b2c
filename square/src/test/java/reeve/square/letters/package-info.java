@NullMarked
package reeve.square.letters;

import org.jspecify.annotations.NullMarked;
