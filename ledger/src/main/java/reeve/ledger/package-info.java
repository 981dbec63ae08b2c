/**
 * How the ledger refuses; what it does stands in the packages below and in {@code docs/ledger.md}.
 */
@NullMarked
package reeve.ledger;

import org.jspecify.annotations.NullMarked;
