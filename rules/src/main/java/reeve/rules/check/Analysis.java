package reeve.rules.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reeve.rules.expr.Expr;
import reeve.rules.source.Issue;
import reeve.rules.source.Issue.Code;
import reeve.rules.source.RuleSource.Then;

/** Finds rules that can never hold, and those that another one makes needless. */
final class Analysis {
  private final RuleSet set;

  Analysis(RuleSet set) {
    this.set = set;
  }

  void run(List<Issue> issues) {
    Map<Rule, Conjunction> known = new LinkedHashMap<>();
    for (Rule rule : set.rules()) {
      Expr when = rule.when().expr();
      if (when != null) {
        known.put(rule, Conjunction.of(when, set.lists()));
      }
    }
    List<Rule> possible = new ArrayList<>();
    known.forEach((rule, condition) -> {
      if (condition.impossible().isPresent()) {
        issues.add(
            new Issue(
                Code.NEVER_FIRES,
                rule.source().when().place(),
                "'" + rule.name() + "' can never hold.",
                "What it demands of " + shown(condition.impossible().get()) + " leaves no value."));
        return;
      }
      possible.add(rule);
      if (condition.strange() > 0) {
        issues.add(
            new Issue(
                Code.NOT_ANALYSED,
                rule.source().when().place(),
                "Whether '"
                    + rule.name()
                    + "' can hold, or is needless, was not analysed in "
                    + condition.strange()
                    + (condition.strange() == 1 ? " part." : " parts.")));
      }
    });
    for (Rule rule : possible) {
      possible.stream()
          .filter(other -> !other.name().equals(rule.name()) && covers(other, rule))
          .filter(other -> implies(known, rule, other))
          // Of two that mean the same, the later one is named.
          .filter(other ->
              !implies(known, other, rule)
                  || !covers(rule, other)
                  || other.name().compareTo(rule.name()) < 0)
          .findFirst()
          .ifPresent(other ->
              issues.add(
                  new Issue(
                      Code.SHADOWED,
                      rule.source().when().place(),
                      "Wherever '"
                          + rule.name()
                          + "' holds, '"
                          + other.name()
                          + "' holds too and does as much.",
                      "Drop one, or narrow the other.")));
    }
  }

  private static boolean implies(Map<Rule, Conjunction> known, Rule rule, Rule other) {
    Conjunction mine = known.get(rule);
    Conjunction its = known.get(other);
    return mine != null && its != null && mine.implies(its);
  }

  /** Whether one does all that another does, on the same events. */
  private static boolean covers(Rule one, Rule other) {
    if (!one.event().equals(other.event())) {
      return false;
    }
    return switch (other.then()) {
      case Then.Surface surface ->
          one.then() instanceof Then.Surface mine
              && one.clause().equals(other.clause())
              && mine.weight() >= surface.weight();
      case Then.Tag tag ->
          one.then() instanceof Then.Tag mine
              && mine.tag().equals(tag.tag())
              && mine.post() == tag.post()
              && mine.days() >= tag.days();
      case Then.Act act ->
          one.then() instanceof Then.Act mine
              && one.clause().equals(other.clause())
              && mine.measure() == act.measure()
              && mine.days() >= act.days();
    };
  }

  private static String shown(Expr of) {
    return switch (of) {
      case Expr.Field field -> field.slot().path();
      case Expr.Has has -> "the presence of " + has.slot().path();
      case Expr.Phrases phrases -> "phrases of '" + phrases.bank() + "'";
      case Expr.Reading _ -> "a counter";
      case Expr.Call _ -> "a size";
      case Expr.Constant _ -> "a constant";
      case Expr.Variable _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.If _,
          Expr.Compare _,
          Expr.Listed _,
          Expr.Each _ ->
          "a part";
    };
  }
}
