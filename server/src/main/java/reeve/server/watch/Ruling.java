package reeve.server.watch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;
import reeve.server.record.Place;
import reeve.server.record.RecordId;

/**
 * What was decided about an account, or that it was taken back: what a rule learns of it.
 *
 * @param place of the record that tells it
 * @param record that tells it: of the decision, of the appeal, or of the undoing
 * @param at when that record was made
 * @param clause null where nothing was broken
 * @param measures codes as in the policies, for example {@code suspend-temporarily}, in the order
 *     of the record; empty where nothing was broken
 * @param source how the account was found; null where no report and no surfacing came before
 * @param overturned whether this tells that the decision was taken back; clause, measures and
 *     source are then those of that decision
 */
record Ruling(
    Place place,
    RecordId record,
    AccountRef account,
    Instant at,
    Origin origin,
    @Nullable ClauseId clause,
    List<String> measures,
    @Nullable Source source,
    boolean overturned) {
  Ruling {
    measures = List.copyOf(measures);
  }

  /** How an account was found, by the order of records. */
  enum Source {
    REPORT("report"),
    PROACTIVE("proactive"),
    FROM_REPORT("from-report");

    private final String text;

    Source(String text) {
      this.text = text;
    }

    /** As rules read it. */
    String text() {
      return text;
    }
  }
}
