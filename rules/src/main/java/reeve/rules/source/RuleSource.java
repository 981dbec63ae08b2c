package reeve.rules.source;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule as its file states it: the shape is right, expressions are not yet checked.
 *
 * @param lets named expressions, in the order of the file
 * @param expires the first day (UTC) on which the rule no longer runs; null where it has no end
 */
public record RuleSource(
    Text name,
    Text owner,
    Text description,
    Text clause,
    Text event,
    Map<String, Named> lets,
    Map<String, Counter> counters,
    Text when,
    Then then,
    @Nullable Limits limits,
    Missing missing,
    @Nullable LocalDate expires,
    List<Test> tests) {

  public RuleSource {
    tests = List.copyOf(tests);
  }

  /** A named expression; the name's own place is kept for "unused". */
  public record Named(Text name, Text expression) {}

  /** What a counter counts. */
  public enum Kind {
    COUNT,
    DISTINCT,
    SUM,
    FIRST_SEEN,
    RATE,
    RATIO
  }

  /**
   * A declared counter.
   *
   * @param of the value that distinct and sum read, or the part of a ratio; null for the others
   * @param key one expression or several together; a list is keyed by each of its elements
   * @param where only events for which this holds are counted; null for all
   * @param per the unit of a rate; null for the others
   */
  public record Counter(
      Text name,
      Kind kind,
      @Nullable Text of,
      List<Text> key,
      @Nullable Text where,
      Duration window,
      @Nullable Duration per) {
    public Counter {
      key = List.copyOf(key);
    }
  }

  /** What follows when a rule holds. */
  public sealed interface Then {
    Place place();

    /** Surfaces the account for review; the weight, 1 to 10, orders. */
    record Surface(int weight, Place place) implements Then {}

    /** Marks the account or the post for staff, for at most 30 days. */
    record Tag(String tag, boolean post, int days, Place place) implements Then {}

    /** Acts by itself; {@code limit}, or a suspension of some days. */
    record Act(Measure measure, int days, Place place) implements Then {}
  }

  /** What a rule may do by itself, where its clause allows it. */
  public enum Measure {
    LIMIT,
    SUSPEND
  }

  /**
   * How much a rule may do before it waits behind people's reports.
   *
   * @param share most share of the events of its kind, above 0, at most 1
   */
  public record Limits(int accountsPerHour, int accountsPerDay, double share) {}

  /** What a rule does when it reads what an event does not have. */
  public enum Missing {
    SKIP,
    SURFACE
  }

  /**
   * A rule's own test.
   *
   * @param event values by variable and field, as YAML gives them: text, numbers, booleans, lists
   * @param counters readings by the counter's name
   * @param hit whether the rule must hold
   */
  public record Test(
      String name,
      Map<String, Object> event,
      Map<String, Object> counters,
      boolean hit,
      Place place) {}
}
