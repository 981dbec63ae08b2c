/**
 * The log that grows: entries are durable in a {@link reeve.ledger.log.Store} before their index is
 * given out, and what can be seen of them stands on a {@link reeve.ledger.log.Shelf}.
 */
@NullMarked
package reeve.ledger.log;

import org.jspecify.annotations.NullMarked;
