/**
 * Witnesses after C2SP {@code tlog-witness}: one that cosigns what continues what it signed before,
 * its server, and the client that asks several.
 */
@NullMarked
package reeve.ledger.witness;

import org.jspecify.annotations.NullMarked;
