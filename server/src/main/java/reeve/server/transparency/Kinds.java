package reeve.server.transparency;

import java.util.HashSet;
import java.util.Set;
import reeve.server.record.Finding;

/** Which records go into the figures. */
final class Kinds {
  /** Somebody on the staff saw what is personal. */
  static final Set<String> VIEWS =
      Set.of(
          "cases.viewed",
          "cases.picture-viewed",
          "staff.viewed",
          "staff.looked-up",
          "likeness.viewed");

  /** Of which figures are made; a name with a dot at its end is a slice. */
  static final Set<String> COUNTED =
      with(
          VIEWS,
          Set.of(
              "decisions.decided",
              "decisions.withdrawn",
              "decisions.undone",
              "decisions.described",
              "decisions.reversed",
              "enforcement.carried-out",
              "enforcement.lapsed",
              "appeals.filed",
              "appeals.decided",
              "appeals.withdrawn",
              "cases.claimed",
              "legal."));

  /** From which it follows anew what receipts repeat. */
  static final Set<String> LINKED =
      with(
          with(COUNTED, with(Finding.TOLD, Finding.SURFACED)),
          Set.of(Finding.OPENED, "decisions.proposed"));

  private Kinds() {}

  static boolean counted(String kind) {
    return COUNTED.contains(kind) || kind.startsWith("legal.");
  }

  private static Set<String> with(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return Set.copyOf(all);
  }
}
