/** The square rules: what members read and flag by. */
@NullMarked
package reeve.square.rules;

import org.jspecify.annotations.NullMarked;
