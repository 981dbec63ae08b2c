/**
 * Starts PostgreSQL under Reeve's own hand and provisions it: the embedded one (binaries of {@code
 * io.zonky.test.postgres}, fsync on, SCRAM, loopback only) or the user's own by URL.
 */
@NullMarked
package reeve.postgres;

import org.jspecify.annotations.NullMarked;
