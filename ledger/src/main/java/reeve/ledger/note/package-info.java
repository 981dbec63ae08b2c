/**
 * Texts that keys sign: C2SP {@code signed-note}, {@code tlog-checkpoint}, {@code tlog-cosignature}
 * and {@code tlog-policy}.
 */
@NullMarked
package reeve.ledger.note;

import org.jspecify.annotations.NullMarked;
