/** The door: events out, orders in. */
@NullMarked
package reeve.square.orders;

import org.jspecify.annotations.NullMarked;
