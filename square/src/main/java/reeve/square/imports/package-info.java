/**
 * Brings posts of elsewhere into the square: files of several formats become lines of the town
 * format, and one loader writes them in batches, idempotent by the file's own ids.
 */
@NullMarked
package reeve.square.imports;

import org.jspecify.annotations.NullMarked;
