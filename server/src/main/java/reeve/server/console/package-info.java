/**
 * The frame that every page of the desk stands in: layout, style, keyboard, errors. Templates take
 * it as {@code console/frame}; the comment at its top tells how.
 */
@NullMarked
package reeve.server.console;

import org.jspecify.annotations.NullMarked;
