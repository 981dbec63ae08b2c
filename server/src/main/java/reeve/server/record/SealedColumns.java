package reeve.server.record;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.JsonBytes.Text;

/**
 * What of a record's columns its commitment holds, as canonical JSON: {@code actor}, {@code at}
 * (ISO 8601), {@code cause}, {@code id}, {@code kind}, {@code subject} ({@code id}, {@code kind},
 * {@code platform}, or null) and {@code version}. Written without a map, since each append and each
 * check does it for every record.
 */
record SealedColumns(
    UUID id,
    Instant at,
    Text kind,
    int version,
    @Nullable SealedSubject subject,
    Text actor,
    @Nullable UUID cause) {

  /** A subject as its three columns hold it. */
  record SealedSubject(Text platform, Text kind, Text nativeId) {
    static SealedSubject of(String platform, String kind, String nativeId) {
      return new SealedSubject(Text.of(platform), Text.of(kind), Text.of(nativeId));
    }
  }

  void write(JsonBytes out) {
    out.ascii("{\"actor\":").json(actor).ascii(",\"at\":\"").time(at).ascii("\",\"cause\":");
    if (cause == null) {
      out.ascii("null");
    } else {
      out.add('"').uuid(cause).add('"');
    }
    out.ascii(",\"id\":\"").uuid(id).ascii("\",\"kind\":").json(kind).ascii(",\"subject\":");
    if (subject == null) {
      out.ascii("null");
    } else {
      out.ascii("{\"id\":")
          .json(subject.nativeId())
          .ascii(",\"kind\":")
          .json(subject.kind())
          .ascii(",\"platform\":")
          .json(subject.platform())
          .add('}');
    }
    out.ascii(",\"version\":").ascii(Integer.toString(version)).add('}');
  }
}
