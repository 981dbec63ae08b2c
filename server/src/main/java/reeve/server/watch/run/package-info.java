/**
 * Applies a rule set to the event log: counters with snapshots, verdicts in a log of their own,
 * reloads and recovery. Knows no database and no pages; docs/watch.md tells how it goes together.
 */
@NullMarked
package reeve.server.watch.run;

import org.jspecify.annotations.NullMarked;
