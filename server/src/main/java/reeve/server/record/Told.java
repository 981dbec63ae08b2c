package reeve.server.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.Subject;

/**
 * What a record tells to a figure: its place, its columns and its public half, never the private
 * one.
 *
 * @param publicHalf empty once erased
 */
public record Told(
    Place place,
    RecordId id,
    Instant at,
    Kind kind,
    @Nullable Subject subject,
    @Nullable RecordId cause,
    Map<String, Object> publicHalf) {
  /** A word of the public half, empty where there is none. */
  public String word(String key) {
    return publicHalf.get(key) instanceof String text ? text : "";
  }
}
