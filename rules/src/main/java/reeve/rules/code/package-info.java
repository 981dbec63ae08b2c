/** A checked rule set as bytecode: which rules hold for an event, and what it gives counters. */
@NullMarked
package reeve.rules.code;

import org.jspecify.annotations.NullMarked;
