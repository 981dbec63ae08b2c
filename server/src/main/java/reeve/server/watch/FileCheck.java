package reeve.server.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.source.Issue;
import reeve.rules.source.RuleSource;

/**
 * What checking said about one file.
 *
 * @param rule null for lists and banks, and where an error was found
 * @param source the rule's shape, also where it has errors; null where even that is wrong
 * @param cost of its condition, see {@link Watching.RuleFigures}; 0 where there is no rule
 * @param entries of a list or a bank
 */
record FileCheck(
    @Nullable Rule rule, @Nullable RuleSource source, List<Issue> issues, int cost, int entries) {
  FileCheck {
    issues = List.copyOf(issues);
  }

  public boolean failed() {
    return errors() > 0;
  }

  public long errors() {
    return count(Issue.Severity.ERROR);
  }

  public long warnings() {
    return count(Issue.Severity.WARNING);
  }

  private long count(Issue.Severity severity) {
    return issues.stream().filter(issue -> issue.severity() == severity).count();
  }

  public boolean acts() {
    return source != null && source.then() instanceof RuleSource.Then.Act;
  }

  /**
   * One of a rule's own tests.
   *
   * @param problem why it failed; null where it passed, or did not run
   */
  record TestLine(String name, boolean hit, int line, @Nullable Issue problem, boolean ran) {
    public boolean passed() {
      return ran && problem == null;
    }

    public String expects() {
      return hit ? "hit" : "miss";
    }
  }

  /** All tests; they run only where nothing else is wrong. */
  public List<TestLine> tests() {
    List<TestLine> lines = new ArrayList<>();
    if (source != null) {
      boolean ran =
          issues.stream()
              .noneMatch(issue ->
                  issue.severity() == Issue.Severity.ERROR
                      && issue.code() != Issue.Code.TEST_FAILED);
      for (RuleSource.Test test : source.tests()) {
        Issue problem =
            issues.stream()
                .filter(issue ->
                    issue.code() == Issue.Code.TEST_FAILED && issue.place().equals(test.place()))
                .findFirst()
                .orElse(null);
        lines.add(new TestLine(test.name(), test.hit(), test.place().line(), problem, ran));
      }
    }
    return lines;
  }

  /** What a rule does, in a few words. */
  static String does(RuleSource.Then then) {
    return switch (then) {
      case RuleSource.Then.Surface surface -> "surfaces, weight " + surface.weight();
      case RuleSource.Then.Tag tag ->
          "tags " + (tag.post() ? "posts " : "") + "'" + tag.tag() + "'";
      case RuleSource.Then.Act act ->
          "acts: "
              + act.measure().name().toLowerCase(Locale.ROOT)
              + "s for "
              + act.days()
              + (act.days() == 1 ? " day" : " days");
    };
  }
}
