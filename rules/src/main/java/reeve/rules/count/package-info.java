/** Counters: windowed counts over events, exact over panes, in a compact state behind a port. */
@NullMarked
package reeve.rules.count;

import org.jspecify.annotations.NullMarked;
