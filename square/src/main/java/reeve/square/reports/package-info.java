/** Flags: checked, kept, and told to whoever moderates. */
@NullMarked
package reeve.square.reports;

import org.jspecify.annotations.NullMarked;
