/**
 * The square's own pages: made by the server, whole without scripts; htmx only saves loading a page
 * anew.
 */
@NullMarked
package reeve.square.pages;

import org.jspecify.annotations.NullMarked;
