/**
 * Writes one evidence bundle, in a process of its own that knows no database, no key and no
 * network: it is handed a folder with what goes in, and leaves one file.
 */
@NullMarked
package reeve.server.bundle.make;

import org.jspecify.annotations.NullMarked;
