package reeve.server.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Subject;

/**
 * A record as it stands.
 *
 * @param actor {@link Actor#text()}
 * @param publicHalf null once erased, and where its bytes are damaged
 * @param privateHalf null once erased, and where its bytes are damaged
 * @param damaged whether a half has bytes that nobody can have sealed
 */
public record Recorded(
    RecordId id,
    Instant at,
    Kind kind,
    @Nullable Subject subject,
    String actor,
    @Nullable RecordId cause,
    @Nullable Map<String, Object> publicHalf,
    @Nullable Map<String, Object> privateHalf,
    Commitment commitment,
    boolean damaged) {}
