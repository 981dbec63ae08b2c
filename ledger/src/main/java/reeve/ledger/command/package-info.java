/** The command line of the ledger, for operators and for auditors who have nothing but this jar. */
@NullMarked
package reeve.ledger.command;

import org.jspecify.annotations.NullMarked;
