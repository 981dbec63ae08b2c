/**
 * All that is known about one account that waits for a decision: reports, flagged posts as they
 * were, snapshots, priority, queue, claim, the case page, and the end of the copies.
 */
@NullMarked
package reeve.server.cases;

import org.jspecify.annotations.NullMarked;
