/**
 * What a person decided under a clause, in one transaction with its statement of reasons, its
 * record and its orders; withdrawing and undoing it; the words that go out to holders and
 * reporters.
 */
@NullMarked
package reeve.server.decisions;

import org.jspecify.annotations.NullMarked;
