/** The words of the square: ids, refusals, pages of a list, settings. Uses nothing else of it. */
@NullMarked
package reeve.square.base;

import org.jspecify.annotations.NullMarked;
