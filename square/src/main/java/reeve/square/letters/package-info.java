/** Words to an account holder, their appeals, and one-time links. */
@NullMarked
package reeve.square.letters;

import org.jspecify.annotations.NullMarked;
