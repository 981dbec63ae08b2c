package reeve.server.watch;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import reeve.rules.check.Clauses;
import reeve.rules.source.RuleSource;
import reeve.server.policy.Clause;
import reeve.server.policy.Measure;
import reeve.server.policy.Policy;

/** The policies' clauses, as rules may serve them. */
public final class PolicyClauses implements Clauses {
  private final Map<String, Clause> clauses = new TreeMap<>();

  public PolicyClauses(Collection<Policy> policies) {
    for (Policy policy : policies) {
      policy.clauses().forEach(clause -> clauses.put(clause.id().toString(), clause));
    }
  }

  @Override
  public Set<String> ids() {
    return clauses.keySet();
  }

  /** A limit, or a suspension of some days: a rule never suspends for good. */
  @Override
  public Set<RuleSource.Measure> mayAct(String id) {
    Set<RuleSource.Measure> may = EnumSet.noneOf(RuleSource.Measure.class);
    Clause clause = clauses.get(id);
    if (clause != null && clause.automation()) {
      if (clause.allows().contains(Measure.LIMIT)) {
        may.add(RuleSource.Measure.LIMIT);
      }
      if (clause.allows().contains(Measure.SUSPEND_TEMPORARILY)) {
        may.add(RuleSource.Measure.SUSPEND);
      }
    }
    return may;
  }
}
