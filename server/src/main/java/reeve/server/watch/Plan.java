package reeve.server.watch;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Checking;
import reeve.server.watch.Proposal.Change;

/**
 * What would become live.
 *
 * @param title what was asked for
 * @param base the number of what is live now; 0 for nothing
 * @param changes by path
 * @param files of the whole set, path to digest
 * @param rules that change, by name
 */
record Plan(
    String title,
    long base,
    SortedMap<String, Change> changes,
    SortedMap<String, String> files,
    Checking checking,
    List<RuleChange> rules) {

  /** How a rule changes. */
  enum Kind {
    NEW,
    CHANGED,
    /** By a list or a bank alone. */
    LIST_CHANGED,
    RETIRED;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * A rule that changes.
   *
   * @param check beside the whole set; null where it is retired
   */
  record RuleChange(String name, Kind kind, @Nullable FileCheck check) {
    public boolean acts() {
      return kind != Kind.RETIRED && check != null && check.acts();
    }
  }

  /** The rules for which somebody else has to approve. */
  List<String> acting() {
    return rules.stream().filter(RuleChange::acts).map(RuleChange::name).toList();
  }

  boolean sound() {
    return checking instanceof Checking.Checked;
  }
}
