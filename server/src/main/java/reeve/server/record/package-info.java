/**
 * What happened, appended once, never changed. A record is written in the transaction that it
 * records; its bytes are canonical JSON (RFC 8785) in two salted halves under one commitment.
 */
@NullMarked
package reeve.server.record;

import org.jspecify.annotations.NullMarked;
