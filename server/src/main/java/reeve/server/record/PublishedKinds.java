package reeve.server.record;

import java.util.Map;
import java.util.Set;

/**
 * The kinds of which a row is published for each record. Never a report, nor what a reporter
 * appealed: who spoke is protected.
 */
public final class PublishedKinds {
  /** Names of kinds. */
  public static final Set<String> NAMES =
      Set.of(
          "cases.surfaced",
          "cases.resembled",
          "decisions.decided",
          "decisions.withdrawn",
          "decisions.undone",
          "enforcement.carried-out",
          "enforcement.refused",
          "enforcement.lapsed",
          "appeals.filed",
          "appeals.decided",
          "appeals.withdrawn");

  private PublishedKinds() {}

  /**
   * Whether a record is published.
   *
   * @param publicHalf of an appeal the words {@code by} count
   */
  public static boolean has(String kind, Map<String, ?> publicHalf) {
    return NAMES.contains(kind)
        && (!kind.startsWith("appeals.") || "holder".equals(publicHalf.get("by")));
  }
}
