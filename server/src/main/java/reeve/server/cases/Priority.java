package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a case stands in its queue, as one number that never has to be computed again while the
 * case waits: {@code severity + reporters + reach − opened at}, all in seconds (opened at since
 * 1970). The three terms are a head start: a case with two hours more of it is taken before one
 * that was opened two hours earlier, and age alone brings every case to the top.
 *
 * @param severity of the gravest policy
 * @param reporters six hours for each doubling of the witnesses' weight, 24 hours at most
 * @param reach three hours for each tenfold of the followers, 18 hours at most
 */
public record Priority(Duration severity, Duration reporters, Duration reach) {
  private static final double REPORTERS_PER_DOUBLING = 6 * 3600.0;
  private static final double REPORTERS_MOST = 24 * 3600.0;
  private static final double REACH_PER_TENFOLD = 3 * 3600.0;
  private static final double REACH_MOST = 18 * 3600.0;

  /**
   * The terms of a case.
   *
   * @param severityHours of its gravest policy
   * @param weight the sum of its witnesses' weights; an ordinary reporter weighs 1
   * @param followers of the account when last flagged
   */
  static Priority of(int severityHours, double weight, long followers) {
    double reporters = REPORTERS_PER_DOUBLING * Math.log(1 + Math.max(0, weight)) / Math.log(2);
    double reach = REACH_PER_TENFOLD * Math.log10(1.0 + Math.max(0, followers));
    return new Priority(
        Duration.ofHours(severityHours),
        Duration.ofSeconds(Math.round(Math.min(REPORTERS_MOST, reporters))),
        Duration.ofSeconds(Math.round(Math.min(REACH_MOST, reach))));
  }

  /** The stored number; the greatest is taken first. */
  public long number(Instant openedAt) {
    return headStart().toSeconds() - openedAt.getEpochSecond();
  }

  /** The sum of the terms. */
  public Duration headStart() {
    return severity.plus(reporters).plus(reach);
  }
}
