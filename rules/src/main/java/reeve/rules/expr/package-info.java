/** Checked expressions: typed, with names resolved, and what they mean. */
@NullMarked
package reeve.rules.expr;

import org.jspecify.annotations.NullMarked;
