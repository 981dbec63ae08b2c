package reeve.server.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;

/**
 * A message as it stands in the database, without its content.
 *
 * @param words the last answer, for staff
 */
record Kept(
    UUID id,
    String channel,
    String way,
    String target,
    String title,
    RecordId record,
    Instant handedAt,
    Instant since,
    Outbox.State state,
    int tries,
    Instant nextTry,
    String words,
    @Nullable Instant closedAt) {}
