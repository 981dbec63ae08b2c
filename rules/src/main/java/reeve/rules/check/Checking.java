package reeve.rules.check;

import java.util.List;
import reeve.rules.source.Issue;

/** What came of checking a rule set. */
public sealed interface Checking {
  List<Issue> issues();

  /** It may be loaded; the issues are warnings and notes. */
  record Checked(RuleSet set, List<Issue> issues) implements Checking {
    public Checked {
      issues = List.copyOf(issues);
    }
  }

  /** It must not be loaded; at least one issue is an error. */
  record Rejected(List<Issue> issues) implements Checking {
    public Rejected {
      issues = List.copyOf(issues);
    }
  }
}
