/** Checks a published log from outside, from a folder or over HTTP, and proofs without a log. */
@NullMarked
package reeve.ledger.audit;

import org.jspecify.annotations.NullMarked;
