package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;

/**
 * Where a case stands in its queue, as one number that never has to be computed again while the
 * case waits: {@code severity + reporters + reach + surfaced + resembled − opened at}, all in
 * seconds (opened at since 1970). The terms are a head start: a case with two hours more of it is
 * taken before one that was opened two hours earlier, and age alone brings every case to the top.
 *
 * @param severity of the gravest policy
 * @param reporters six hours for each doubling of the witnesses' weight, 24 hours at most
 * @param reach three hours for each tenfold of the followers, 18 hours at most
 * @param surfaced two hours for each doubling of the weights of the different rules that surfaced
 *     it, 12 hours at most; {@link #BEHIND} while all that is known of it is over a rule's limit
 * @param resembled 90 minutes times how sure the surest resemblance to other accounts is: less than
 *     the word of the least trusted reporter
 */
public record Priority(
    Duration severity, Duration reporters, Duration reach, Duration surfaced, Duration resembled) {
  /**
   * As much as severity, reporters and reach are at most, so that such a case waits behind every
   * report of the day after, and with its age comes to the top all the same.
   */
  static final Duration BEHIND = Duration.ofHours(-106);

  private static final double REPORTERS_PER_DOUBLING = 6 * 3600.0;
  private static final double REPORTERS_MOST = 24 * 3600.0;
  private static final double REACH_PER_TENFOLD = 3 * 3600.0;
  private static final double REACH_MOST = 18 * 3600.0;
  private static final double SURFACED_PER_DOUBLING = 2 * 3600.0;
  private static final double SURFACED_MOST = 12 * 3600.0;

  private static final double RESEMBLED_MOST = 90 * 60.0;

  /**
   * The terms of a case.
   *
   * @param severityHours of its gravest policy
   * @param weight the sum of its witnesses' weights; an ordinary reporter weighs 1
   * @param followers of the account when last flagged
   * @param surfaced as {@link #surfaced(int, int, int)} gives it
   * @param resembled as {@link #resembled(int)} gives it
   */
  static Priority of(
      int severityHours, double weight, long followers, Duration surfaced, Duration resembled) {
    double reach = REACH_PER_TENFOLD * Math.log10(1.0 + Math.max(0, followers));
    return new Priority(
        Duration.ofHours(severityHours),
        doublings(weight, REPORTERS_PER_DOUBLING, REPORTERS_MOST),
        Duration.ofSeconds(Math.round(Math.min(REACH_MOST, reach))),
        surfaced,
        resembled);
  }

  /**
   * The term of what rules found.
   *
   * @param ruleWeight the sum over different rules within their limits
   * @param verdicts those over a limit too
   * @param reports of people
   */
  static Duration surfaced(int ruleWeight, int verdicts, int reports) {
    return verdicts > 0 && ruleWeight == 0 && reports == 0
        ? BEHIND
        : doublings(ruleWeight, SURFACED_PER_DOUBLING, SURFACED_MOST);
  }

  /**
   * The term of likeness.
   *
   * @param surest percent of the surest resemblance
   */
  static Duration resembled(int surest) {
    return Duration.ofSeconds(Math.round(RESEMBLED_MOST * surest / 100));
  }

  private static Duration doublings(double weight, double each, double most) {
    double seconds = each * Math.log(1 + Math.max(0, weight)) / Math.log(2);
    return Duration.ofSeconds(Math.round(Math.min(most, seconds)));
  }

  /** The stored number; the greatest is taken first. */
  public long number(Instant openedAt) {
    return headStart().toSeconds() - openedAt.getEpochSecond();
  }

  /** The sum of the terms. */
  public Duration headStart() {
    return severity.plus(reporters).plus(reach).plus(surfaced).plus(resembled);
  }
}
