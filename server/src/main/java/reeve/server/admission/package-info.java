/**
 * Sign-ups that wait for approval: taken in from a platform's events, approved or refused by a
 * member of staff, carried out as orders.
 */
@NullMarked
package reeve.server.admission;

import org.jspecify.annotations.NullMarked;
