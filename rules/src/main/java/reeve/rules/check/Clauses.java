package reeve.rules.check;

import java.util.Set;
import reeve.rules.source.RuleSource.Measure;

/** The policy clauses that rules may serve. */
public interface Clauses {
  /** For example {@code spam/bulk}. */
  Set<String> ids();

  /** What a rule may do by itself under a clause; empty for most. */
  Set<Measure> mayAct(String clause);
}
