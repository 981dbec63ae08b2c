package reeve.server.transparency;

import java.time.Instant;
import java.util.Map;

/**
 * All that was counted. Everything comes from records; live, sample and imported accounts never
 * share a figure.
 *
 * @param records how many records went in
 * @param since when the first account of each was suspended
 */
record Figures(
    long records,
    Map<Cell, Long> counts,
    Map<Spread, Numbers.Ranks> spreads,
    Map<Since, Instant> since) {
  Figures {
    counts = Map.copyOf(counts);
    spreads = Map.copyOf(spreads);
    since = Map.copyOf(since);
  }

  /** The accounts of one origin that were suspended within one scope. */
  record Since(Origin origin, Scope scope) {}

  /** Numbers of which the ranks are told. */
  record Spread(Origin origin, Scope scope, Of of) {
    /** What the numbers are. */
    enum Of {
      /** Seconds from the first sign to the decision. */
      DECISION,
      /** Seconds from the first sign to the suspension. */
      ENFORCEMENT,
      /** Followers of the account when it was last seen before the decision. */
      FOLLOWERS,
      /** Hours from the oldest post relied on to the suspension. */
      STOOD
    }
  }

  Numbers.Ranks spread(Origin origin, Scope scope, Spread.Of of) {
    return spreads.getOrDefault(new Spread(origin, scope, of), Numbers.Ranks.NONE);
  }

  /** Whether there is anything to tell of accounts of that origin. */
  boolean isEmpty(Origin origin) {
    return counts.keySet().stream()
        .noneMatch(it ->
            it.origin() == origin && it.what() != Cell.What.ORDER && it.what() != Cell.What.WORK);
  }
}
