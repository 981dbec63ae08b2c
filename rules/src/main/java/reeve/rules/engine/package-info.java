/** Runs a rule set over events: what each gives the counters, what they read, what follows. */
@NullMarked
package reeve.rules.engine;

import org.jspecify.annotations.NullMarked;
