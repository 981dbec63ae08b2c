package reeve.server.record;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of a record's columns its commitment holds, as canonical JSON: {@code actor}, {@code at}
 * (ISO 8601), {@code cause}, {@code id}, {@code kind}, {@code subject} ({@code id}, {@code kind},
 * {@code platform}, or null) and {@code version}. Written without a map, since each append and each
 * check does it for every record.
 */
final class SealedColumns {
  private SealedColumns() {}

  static byte[] bytes(
      UUID id,
      String at,
      String kind,
      int version,
      @Nullable SealedSubject subject,
      String actor,
      @Nullable UUID cause) {
    var out = new StringBuilder(300);
    out.append("{\"actor\":");
    CanonicalJson.write(actor, out);
    out.append(",\"at\":\"").append(at).append("\",\"cause\":");
    if (cause == null) {
      out.append("null");
    } else {
      out.append('"').append(cause).append('"');
    }
    out.append(",\"id\":\"").append(id).append("\",\"kind\":");
    CanonicalJson.write(kind, out);
    out.append(",\"subject\":");
    if (subject == null) {
      out.append("null");
    } else {
      out.append("{\"id\":");
      CanonicalJson.write(subject.nativeId(), out);
      out.append(",\"kind\":");
      CanonicalJson.write(subject.kind(), out);
      out.append(",\"platform\":");
      CanonicalJson.write(subject.platform(), out);
      out.append('}');
    }
    out.append(",\"version\":").append(version).append('}');
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A subject as its three columns hold it. */
  record SealedSubject(String platform, String kind, String nativeId) {}
}
