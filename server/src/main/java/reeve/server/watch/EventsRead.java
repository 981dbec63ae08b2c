package reeve.server.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a batch, before the log has it.
 *
 * @param lines how many lines, or entries of an array, it has
 * @param events how many events were added
 * @param refused the first {@link #LISTED} that were refused
 * @param problems how many were refused, by cause
 * @param ignored fields that were passed over, and how often; the first {@link #NAMES} of them
 * @param alsoIgnored how often other fields were passed over
 * @param deleted ids of the posts of which it says that their authors deleted them
 * @param next the sequence that may follow; null where events have ids
 */
public record EventsRead(
    long lines,
    int events,
    List<Line> refused,
    Map<EventProblem, Long> problems,
    Map<String, Long> ignored,
    long alsoIgnored,
    List<String> deleted,
    @Nullable Long next) {
  /** So many refused lines are listed at the most. */
  public static final int LISTED = 1_000;

  /** So many ignored fields are named at the most. */
  public static final int NAMES = 50;

  private static final int NAME_LENGTH = 100;

  /**
   * A line that was refused.
   *
   * @param line from 1
   * @param detail what was wrong and what to do
   */
  public record Line(long line, EventProblem problem, String detail) {}

  /** How many were refused. */
  public long refusals() {
    return problems.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Collects while a batch is read. */
  static final class Tally {
    private final List<Line> refused = new ArrayList<>();
    private final Map<EventProblem, Long> problems = new EnumMap<>(EventProblem.class);
    private final Map<String, Long> ignored = new LinkedHashMap<>();
    private final List<String> deleted = new ArrayList<>();
    private long alsoIgnored;

    void deleted(String post) {
      deleted.add(post);
    }

    void refused(long line, EventProblem problem, String detail) {
      problems.merge(problem, 1L, Long::sum);
      if (refused.size() < LISTED) {
        refused.add(new Line(line, problem, detail));
      }
    }

    void ignored(String path, String name) {
      String whole =
          path + (name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "..." : name);
      if (ignored.size() < NAMES || ignored.containsKey(whole)) {
        ignored.merge(whole, 1L, Long::sum);
      } else {
        alsoIgnored++;
      }
    }

    EventsRead read(long lines, int events, @Nullable Long next) {
      return new EventsRead(
          lines,
          events,
          List.copyOf(refused),
          Map.copyOf(problems),
          // In the order of the first sight of each.
          Collections.unmodifiableMap(ignored),
          alsoIgnored,
          List.copyOf(deleted),
          next);
    }
  }
}
