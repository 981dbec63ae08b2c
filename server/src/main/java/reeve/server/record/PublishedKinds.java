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
   * Whether a record is published. Of what Reeve found by itself that which opened the case: no
   * other is a first sign. Of appeals those of holders; of receipts those that follow from a
   * decision: the others would tell of an order of an authority. What was decided on an appeal of
   * the holder stands in the appeal's outcome. What was decided on a reporter's looks like any
   * other decision: where its outcome is not told, a row that is missing would tell of it.
   */
  public static boolean has(String kind, Map<String, ?> publicHalf) {
    if (!NAMES.contains(kind)) {
      return false;
    }
    return switch (kind.substring(0, kind.indexOf('.'))) {
      case "appeals" -> "holder".equals(publicHalf.get("by"));
      case "enforcement" -> publicHalf.containsKey("policy");
      case "cases" -> Boolean.TRUE.equals(publicHalf.get("opened"));
      case "decisions" -> !Boolean.TRUE.equals(publicHalf.get("onAppeal"));
      default -> true;
    };
  }
}
