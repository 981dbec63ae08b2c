/** What the square tells: events, written in the transaction of what happened. */
@NullMarked
package reeve.square.outbox;

import org.jspecify.annotations.NullMarked;
