/** Keeps what goes of an account under a hold, and hands over what an order names. */
@NullMarked
package reeve.square.holds;

import org.jspecify.annotations.NullMarked;
