package reeve.server.watch;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** What is recorded of rules. Nothing of it is published, so it stands in the private half. */
@Component
final class RuleRecords {
  /** What happened; docs/records.md tells what each holds. */
  enum What {
    DRAFT_SAVED("draft-saved"),
    DRAFT_DELETED("draft-deleted"),
    DRAFT_DISCARDED("draft-discarded"),
    PROPOSED("proposed"),
    WENT_LIVE("went-live"),
    REFUSED("refused"),
    WITHDRAWN("withdrawn"),
    TRIP_CLEARED("trip-cleared"),
    BACKTEST_STARTED("backtest-started");

    private final String word;

    What(String word) {
      this.word = word;
    }
  }

  private final Records records;

  RuleRecords(Records records) {
    this.records = records;
  }

  /** In the caller's transaction. */
  RecordId append(What what, Actor by, @Nullable RecordId cause, Map<String, ?> told) {
    return records.append(
        new Entry(new Kind("watch." + what.word, 1), null, by, cause, Map.of(), told));
  }
}
