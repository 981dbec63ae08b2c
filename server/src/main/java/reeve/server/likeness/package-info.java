/**
 * Who else? An index of accounts by what they share, fed by the event log; searches in it from the
 * desk, and suspended accounts that come back. Likeness surfaces and decides on nobody.
 */
@NullMarked
package reeve.server.likeness;

import org.jspecify.annotations.NullMarked;
