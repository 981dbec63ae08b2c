package reeve.server.bundle;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** What is recorded of bundles; nothing of it is published. */
@Component
final class BundleRecords {
  private static final Actor ITSELF = new Actor.Worker("bundle");

  private final Records records;

  BundleRecords(Records records) {
    this.records = records;
  }

  /** What happens to a bundle. */
  enum What {
    STARTED,
    MADE,
    FAILED,
    DOWNLOADED,
    GONE;

    Kind kind() {
      return new Kind("bundle." + name().toLowerCase(java.util.Locale.ROOT), 1);
    }
  }

  RecordId append(
      What what,
      AccountRef account,
      @Nullable Actor by,
      @Nullable RecordId cause,
      Map<String, ?> told) {
    Map<String, Object> half = new TreeMap<>(told);
    half.put("version", Version.here());
    return records.append(
        new Entry(what.kind(), account, by == null ? ITSELF : by, cause, Map.of(), half));
  }

  RecordId append(What what, BundleRow of, @Nullable Actor by, Map<String, ?> told) {
    Map<String, Object> half = new TreeMap<>(told);
    half.put("bundle", of.id().toString());
    return append(what, of.account(), by, of.record(), half);
  }
}
