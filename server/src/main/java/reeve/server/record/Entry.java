package reeve.server.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Subject;

/**
 * A record to be appended.
 *
 * <p>The values of both halves are strings, booleans, integers within ±2^53−1, null, lists and maps
 * of these; anything else is refused. Times are ISO 8601 strings.
 *
 * @param subject what it is about; null where it is about Reeve itself
 * @param cause the record that it follows from; null where nothing came before
 * @param publicHalf what a published figure needs; no personal data
 * @param privateHalf the rest
 */
public record Entry(
    Kind kind,
    @Nullable Subject subject,
    Actor actor,
    @Nullable RecordId cause,
    Map<String, ?> publicHalf,
    Map<String, ?> privateHalf) {}
