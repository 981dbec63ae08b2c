/** Who is there: sign-up, sign-in, profiles. */
@NullMarked
package reeve.square.accounts;

import org.jspecify.annotations.NullMarked;
