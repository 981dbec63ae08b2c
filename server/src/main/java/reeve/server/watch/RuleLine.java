package reeve.server.watch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.RuleScore;

/**
 * A rule as the page lists it.
 *
 * @param marks its state, the most pressing first
 * @param does in a few words; empty where even the shape of its file is wrong
 * @param hits of the version that is live, or else of the one in shadow
 * @param precision by origin, all versions together
 * @param shadowed how many accounts its draft would have surfaced
 * @param since a counter of it counts from then on only; null where all of its windows are whole
 */
record RuleLine(
    String name,
    List<Mark> marks,
    String does,
    boolean acts,
    String clause,
    String event,
    String description,
    HourRows.Hits hits,
    List<Precision> precision,
    int cost,
    long shadowed,
    @Nullable Instant since) {

  /** What the page says of a rule; the order is how much it presses. */
  enum Mark {
    TRIPPED("stopped at its limit", "danger"),
    BROKEN("errors in the draft", "danger"),
    WAITS("waits for approval", "warn"),
    EXPIRED("expired", "warn"),
    LIVE("live", "good"),
    CHANGED("changed, in shadow", ""),
    DELETED("deleted in the draft", ""),
    NEW("new, in shadow", ""),
    OFF("off", "");

    private final String label;
    private final String look;

    Mark(String label, String look) {
      this.label = label;
      this.look = look;
    }

    public String label() {
      return label;
    }

    public String look() {
      return look;
    }
  }

  /**
   * How often a rule was right, of one origin.
   *
   * @param judged cases with a decision that stands
   * @param overturned of them, where an appeal took the violation back
   */
  record Precision(String origin, long cases, long judged, long violations, long overturned) {
    static Precision of(String origin, List<RuleScore> scores) {
      return new Precision(
          origin,
          scores.stream().mapToLong(RuleScore::cases).sum(),
          scores.stream().mapToLong(RuleScore::judged).sum(),
          scores.stream().mapToLong(RuleScore::violations).sum(),
          scores.stream().mapToLong(RuleScore::overturned).sum());
    }

    public String share() {
      return judged == 0 ? "–" : Math.round(100.0 * violations / judged) + " %";
    }
  }

  int rank() {
    return marks.stream().mapToInt(Mark::ordinal).min().orElse(Mark.values().length);
  }
}
