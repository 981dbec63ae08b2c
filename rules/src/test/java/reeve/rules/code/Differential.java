package reeve.rules.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import reeve.rules.check.Checking;
import reeve.rules.check.Clauses;
import reeve.rules.check.Outcome;
import reeve.rules.check.Phrasing;
import reeve.rules.check.Reference;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.code.Literal.Mode;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.source.Issue;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;
import reeve.rules.source.WordList;

/** Random rules on random events, on the program and on the reference. */
final class Differential {
  static final Phrasing PHRASING = (phrase, text) -> text.contains(phrase);

  private static final Clauses CLAUSES =
      new Clauses() {
        @Override
        public Set<String> ids() {
          return Set.of("spam/bulk");
        }

        @Override
        public Set<Measure> mayAct(String clause) {
          return Set.of();
        }
      };

  private static final Map<String, WordList> LISTS =
      Map.of("known", new WordList("known", new LinkedHashSet<>(List.of("a", "7", "\uffff"))));
  private static final Map<String, WordList> BANKS =
      Map.of("bank", new WordList("bank", new LinkedHashSet<>(List.of("bad", "evil", "day"))));

  private final SplittableRandom random;
  private long pairs;
  private long fast;
  private String last = "a.yes";
  private final Map<String, Long> outcomes = new TreeMap<>();

  Differential(long seed) {
    random = new SplittableRandom(seed);
  }

  long pairs() {
    return pairs;
  }

  /** Pairs whose rule was compiled. */
  long fast() {
    return fast;
  }

  /** How often the reference said what. */
  Map<String, Long> outcomes() {
    return outcomes;
  }

  /** Rules that are checked, from their YAML by file name. */
  static RuleSet checked(Schema schema, Map<String, String> rules) {
    Terms terms = new Terms(schema, CLAUSES, PHRASING, LocalDate.of(2026, 11, 25));
    Checking checking = RuleSet.check(new Sources(rules, LISTS, BANKS, List.of()), terms);
    return switch (checking) {
      case Checking.Checked checked -> checked.set();
      case Checking.Rejected rejected ->
          throw new AssertionError(
              rejected.issues().stream()
                  .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                  .map(Issue::shown)
                  .toList()
                  .toString());
    };
  }

  /** Finds literals one by one. */
  static Finder finder(Program program) {
    return (facts, slot, hits) -> {
      String text = facts.text(slot);
      for (Literal literal : program.literals()) {
        if (literal.mode() == Mode.EXACT
            ? text.contains(literal.text())
            : PHRASING.stands(literal.text(), text)) {
          hits[literal.id() >> 6] |= 1L << literal.id();
        }
      }
    };
  }

  /** One rule set on some events. */
  void run(int rules, int events) {
    Map<String, String> files = new TreeMap<>();
    for (int rule = 0; rule < rules; rule++) {
      files.put("rules/r%04d.yaml".formatted(rule), rule(rule));
    }
    RuleSet set = checked(RandomEvents.SCHEMA, files);
    Program program = Program.of(set);
    Evaluator evaluator = program.evaluator(finder(program));
    Reference reference = set.reference();
    Readings readings = program.readings();
    Hits hits = program.hits();
    RandomEvents source = new RandomEvents(random.split());
    for (int event = 0; event < events; event++) {
      Facts facts = source.next();
      source.read(readings, program.counters().size());
      evaluator.start(facts);
      boolean[] added = new boolean[program.counters().size()];
      boolean[] taken = new boolean[added.length];
      evaluator.extract(
          new BumpSink() {
            @Override
            public void take(Counted counted) {
              taken[counted.counter()] = true;
              added[counted.counter()] = counted.adds();
            }

            @Override
            public void none(int counter) {
              throw new AssertionError("no key has a list");
            }
          });
      evaluator.evaluate(readings, hits);
      for (int rule = 0; rule < rules; rule++) {
        Outcome expected = reference.evaluate(set.rules().get(rule), facts, readings::get);
        outcomes.merge(word(expected), 1L, Long::sum);
        assertThat(outcome(hits, rule))
            .as(
                "%s%non %s",
                files.get(set.rules().get(rule).source().name().place().file()), shown(facts))
            .isEqualTo(word(expected));
      }
      pairs += rules;
      fast += program.compiled();
      counted(set, program, hits, facts, added, taken);
    }
  }

  /** A counter of events for which a condition holds adds where a rule of that condition holds. */
  private static void counted(
      RuleSet set, Program program, Hits hits, Facts facts, boolean[] added, boolean[] taken) {
    for (int rule = 0; rule < set.rules().size(); rule++) {
      if (!set.rules().get(rule).description().equals("as counted")) {
        continue;
      }
      int counter = program.counter(set.rules().get(rule).counters().get("f"));
      boolean key = facts.has(RandomEvents.SCHEMA.at("a.s").index());
      boolean value = facts.has(RandomEvents.SCHEMA.at("a.j").index());
      assertThat(taken[counter]).isEqualTo(key);
      assertThat(added[counter]).isEqualTo(key && value && hits.held(rule));
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held -> held.holds() ? "holds" : "fails";
      case Outcome.Failed _ -> "error";
    };
  }

  private static String outcome(Hits hits, int rule) {
    return hits.failed(rule) ? "error" : hits.held(rule) ? "holds" : "fails";
  }

  private static String shown(Facts facts) {
    List<String> all = new ArrayList<>();
    for (Slot slot : RandomEvents.SCHEMA.slots()) {
      all.add(slot.path() + "=" + facts.get(slot));
    }
    return all.toString();
  }

  private String rule(int number) {
    RandomExpressions expressions = new RandomExpressions(random.split());
    // Conditions that several rules name are computed once.
    String counted = random.nextInt(3) == 0 ? last : expressions.bool(3);
    last = counted;
    boolean same = random.nextInt(4) == 0;
    expressions.named("w");
    expressions.counters();
    String when = same ? "w" : random.nextInt(40) == 0 ? expressions.beyond() : expressions.bool(4);
    return """
    rule: rule-%04d
    owner: analysts
    description: %s
    clause: spam/bulk
    event: thing
    let:
      w: |-
        %s
    counters:
      c: {kind: count, key: a.i, window: 1h}
      f: {kind: sum, of: a.j, key: a.s, where: w, window: 1h}
      r: {kind: rate, key: a.i, window: 1h, per: 1m}
    when: |-
      %s
    then: {surface: 1}
    """
        .formatted(number, same ? "as counted" : "random", counted, when);
  }
}
