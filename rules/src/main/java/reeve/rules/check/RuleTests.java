package reeve.rules.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Type;
import reeve.rules.schema.Facts;
import reeve.rules.schema.FactsReader;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.RuleSource;
import reeve.rules.source.Words;

/** Runs the tests that stand in the rules' own files. */
final class RuleTests {
  private final RuleSet set;
  private final Reference reference;

  RuleTests(RuleSet set) {
    this.set = set;
    reference = set.reference();
  }

  void run(List<Issue> issues) {
    for (Rule rule : set.rules()) {
      for (RuleSource.Test test : rule.tests()) {
        run(rule, test, issues);
      }
    }
  }

  private void run(Rule rule, RuleSource.Test test, List<Issue> issues) {
    List<String> problems = new ArrayList<>();
    Facts facts = new Facts(set.schema());
    facts.clear(set.schema().kind(rule.event()));
    FactsReader.fill(facts, test.event(), problems::add);
    Map<Counter, Number> readings = readings(rule, test, problems);
    if (!problems.isEmpty()) {
      problems.forEach(problem ->
          issues.add(
              new Issue(Code.TEST_FAILED, test.place(), "Test '" + test.name() + "': " + problem)));
      return;
    }
    Outcome outcome = reference.evaluate(rule, facts, readings::get);
    boolean holds = outcome instanceof Outcome.Held held && held.holds();
    if (holds != test.hit()) {
      issues.add(
          new Issue(
              Code.TEST_FAILED,
              test.place(),
              "Test '"
                  + test.name()
                  + "' expects "
                  + (test.hit() ? "a hit" : "no hit")
                  + ", and the rule "
                  + (holds ? "holds." : "does not hold."),
              outcome instanceof Outcome.Failed failed
                  ? "It ends in an error: " + failed.why()
                  : null));
    }
  }

  private static Map<Counter, Number> readings(
      Rule rule, RuleSource.Test test, List<String> problems) {
    Map<Counter, Number> readings = new HashMap<>();
    test.counters()
        .forEach((name, value) -> {
          Counter counter = rule.counters().get(name);
          Number number = counter == null ? null : number(counter.reads(), String.valueOf(value));
          if (counter == null) {
            String hint = Words.didYouMean(name, rule.counters().keySet());
            problems.add("There is no counter '" + name + "'." + (hint == null ? "" : " " + hint));
          } else if (number == null) {
            problems.add("Counter '" + name + "' reads as a number.");
          } else {
            readings.put(counter, number);
          }
        });
    rule.counters()
        .values()
        .forEach(counter ->
            readings.computeIfAbsent(counter, one -> one.reads() == Type.INT ? (Number) 0L : 0.0));
    return readings;
  }

  private static @Nullable Number number(Type type, String text) {
    try {
      return type == Type.INT ? (Number) Long.valueOf(text) : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
