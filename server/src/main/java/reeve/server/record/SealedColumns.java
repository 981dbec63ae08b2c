package reeve.server.record;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a record's columns its commitment holds, as canonical JSON: {@code actor}, {@code at}
 * (ISO 8601), {@code cause}, {@code id}, {@code kind}, {@code subject} ({@code id}, {@code kind},
 * {@code platform}, or null) and {@code version}.
 */
final class SealedColumns {
  private SealedColumns() {}

  static byte[] bytes(
      UUID id,
      Instant at,
      String kind,
      int version,
      @Nullable SealedSubject subject,
      String actor,
      @Nullable UUID cause) {
    Map<String, @Nullable Object> columns = HashMap.newHashMap(8);
    columns.put("actor", actor);
    columns.put("at", at.toString());
    columns.put("cause", cause == null ? null : cause.toString());
    columns.put("id", id.toString());
    columns.put("kind", kind);
    columns.put("subject", subject == null ? null : subject.json());
    columns.put("version", version);
    return CanonicalJson.bytes(columns);
  }

  /** A subject as its three columns hold it. */
  record SealedSubject(String platform, String kind, String nativeId) {
    private Map<String, String> json() {
      return Map.of("id", nativeId, "kind", kind, "platform", platform);
    }
  }
}
