/** Checks rule sets: types, names, clauses, limits, tests; the answer is a value. */
@NullMarked
package reeve.rules.check;

import org.jspecify.annotations.NullMarked;
