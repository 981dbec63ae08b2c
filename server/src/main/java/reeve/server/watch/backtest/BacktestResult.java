package reeve.server.watch.backtest;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest found; written and read as JSON by the names of its fields.
 *
 * @param candidate of the set that was tried
 * @param live of the set that it was compared with; null without one
 * @param difference between the two; null without a live set
 */
public record BacktestResult(
    Period period,
    Read read,
    Found candidate,
    @Nullable Found live,
    @Nullable Difference difference) {

  /**
   * The period, by the time of the events.
   *
   * @param from the first moment of it
   * @param to the first moment behind it
   * @param countersSince from when on counters were filled
   * @param countersWhole whether the longest window of any counter was filled from its beginning,
   *     or the log began later than that
   * @param bucketSeconds the length of one part of {@link RuleFound#hitsOverTime}
   */
  public record Period(
      Instant from, Instant to, Instant countersSince, boolean countersWhole, long bucketSeconds) {}

  /**
   * What was read.
   *
   * @param events of the period
   * @param warming events before it, which filled counters only
   * @param lacking events without a time, which no rule sees
   * @param dropped events that left the archive before they were read
   * @param seconds that it took
   */
  public record Read(long events, long warming, long lacking, long dropped, double seconds) {}

  /**
   * What one set found.
   *
   * @param ruleSet its digest
   * @param surfaced different accounts that its rules surfaced, or acted on, within their limits
   * @param surfacedCut whether there were more than were remembered
   * @param failed events whose evaluation broke off
   * @param counterKeys how many counters were held at the end
   * @param countersForgotten how many were let go for want of memory: where any were, readings were
   *     too low
   * @param rules sorted by name
   */
  public record Found(
      String ruleSet,
      long surfaced,
      boolean surfacedCut,
      long failed,
      long counterKeys,
      long countersForgotten,
      List<RuleFound> rules) {
    public Found {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What one rule found.
   *
   * @param then for example {@code surface 3}, {@code tag bought} or {@code act limit}
   * @param hits how often it held
   * @param overLimit of these, how often it was over its limits
   * @param lacking of these, how often only since the event lacked what the rule reads
   * @param accounts different accounts among the hits within limits
   * @param accountsCut whether there were more than were remembered
   * @param who these accounts, in the order in which they were found
   * @param hitsOverTime hits in each part of the period, at most 200 parts
   * @param sample of the hits, spread evenly over all, in their order
   */
  public record RuleFound(
      String rule,
      String version,
      String clause,
      String then,
      long hits,
      long overLimit,
      long lacking,
      long accounts,
      boolean accountsCut,
      List<Account> who,
      List<Long> hitsOverTime,
      List<Hit> sample) {
    public RuleFound {
      who = List.copyOf(who);
      hitsOverTime = List.copyOf(hitsOverTime);
      sample = List.copyOf(sample);
    }
  }

  /**
   * An account.
   *
   * @param source that told of it, as {@code event.source} says
   * @param id within it
   */
  public record Account(String source, String id) {}

  /**
   * A hit to look at.
   *
   * @param verdict its id
   * @param values the fields that the rule reads, by path; long texts are cut
   * @param counters their readings, by the rule's names
   */
  public record Hit(
      String verdict,
      String event,
      @Nullable String account,
      Instant at,
      boolean overLimit,
      SortedMap<String, Object> values,
      SortedMap<String, Number> counters) {}

  /**
   * Accounts that the two sets surfaced.
   *
   * @param candidate how many the candidate alone did
   * @param live how many the live set alone did
   * @param both how many both did
   * @param onlyCandidate those of the candidate alone, as many as are told
   * @param onlyLive those of the live set alone, as many as are told
   * @param cut whether there are more of either
   */
  public record Difference(
      long candidate,
      long live,
      long both,
      List<Account> onlyCandidate,
      List<Account> onlyLive,
      boolean cut) {
    public Difference {
      onlyCandidate = List.copyOf(onlyCandidate);
      onlyLive = List.copyOf(onlyLive);
    }
  }
}
