/**
 * Watches the streams of events: signals, counters and rules surface accounts for review, with the
 * evidence, before anybody reports them.
 */
@NullMarked
package reeve.server.watch;

import org.jspecify.annotations.NullMarked;
