/** Pictures: taken apart, made anew, and kept. */
@NullMarked
package reeve.square.media;

import org.jspecify.annotations.NullMarked;
