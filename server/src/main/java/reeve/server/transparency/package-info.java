/**
 * What the public is told: figures computed from the record alone, published as static files that
 * any web server could serve.
 */
@NullMarked
package reeve.server.transparency;

import org.jspecify.annotations.NullMarked;
