package reeve.rules.code;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Reference;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Expr;
import reeve.rules.expr.Parts;
import reeve.rules.schema.Slot;

/**
 * A rule set, compiled. It means what {@link reeve.rules.check.Reference} says, and only the
 * wording of errors is lost; a rule that does not compile runs on the reference. Its classes are
 * unloaded with it. Safe for several threads at once, each with an {@link Evaluator} of its own.
 */
public final class Program {
  /**
   * A class holds so many rules or counters. The JVM compiles those that always run together; small
   * classes are compiled soon, and what one rule does for the first time throws away little.
   */
  private static final int UNIT = 8;

  private final RuleSet set;
  private final Map<Counter, Integer> counters = new LinkedHashMap<>();
  private final List<Literal> literals;
  private final Section[] sections;
  private final @Nullable Unit[] units;
  private final int[] places;
  private final BitSet reads = new BitSet();
  private final int[] ruleCosts;
  private final int[] counterCosts;
  private final int cells;
  private int compiled;

  private Program(RuleSet set) {
    this.set = set;
    List<Rule> rules = set.rules();
    for (Rule rule : rules) {
      rule.counters().values().forEach(one -> counters.putIfAbsent(one, counters.size()));
    }
    LiteralTests tests = new LiteralTests(set);
    Plan plan = new Plan(tests);
    List<@Nullable Expr> conditions = new ArrayList<>();
    List<Expr> roots = new ArrayList<>();
    for (Rule rule : rules) {
      Expr when = rule.when().expr();
      Expr condition = when == null || !Plan.shallow(when) ? null : plan.arranged(when);
      conditions.add(condition);
      if (condition == null) {
        slots(rule.event());
      } else {
        roots.add(condition);
      }
    }
    List<UnitWriter.CounterCode> counted = new ArrayList<>();
    counters.forEach((counter, index) -> counted.add(code(plan, counter, index)));
    counted.forEach(code -> roots.addAll(parts(code)));
    roots.forEach(this::read);
    ruleCosts =
        conditions.stream().mapToInt(one -> one == null ? Costs.SLOW : plan.cost(one)).toArray();
    counterCosts = counted.stream().mapToInt(one -> cost(plan, one)).toArray();
    plan.methods(roots);
    cells = plan.cells();
    // Only now are all literals known, and how many there are.
    literals = tests.all();
    units = new Unit[rules.size()];
    places = new int[rules.size()];
    Shared shared = new Shared(set, counters);
    List<String> kinds = List.copyOf(set.schema().kinds());
    sections = new Section[kinds.size()];
    for (int kind = 0; kind < sections.length; kind++) {
      String name = kinds.get(kind);
      sections[kind] =
          section(
              plan,
              shared,
              IntStream.range(0, rules.size())
                  .filter(rule -> rules.get(rule).event().equals(name))
                  .boxed()
                  .toList(),
              conditions,
              // Those of one key one after the other: it is then hashed once.
              counted.stream()
                  .filter(one -> one.counter().event().equals(name))
                  .sorted(Comparator.comparing(one -> one.counter().key().toString()))
                  .toList());
    }
  }

  private Section section(
      Plan plan,
      Shared shared,
      List<Integer> rules,
      List<@Nullable Expr> conditions,
      List<UnitWriter.CounterCode> counters) {
    List<UnitWriter.RuleCode> fast = new ArrayList<>();
    List<Integer> slow = new ArrayList<>();
    Section.Guards guards = new Section.Guards();
    for (int rule : rules) {
      Expr when = conditions.get(rule);
      if (when == null) {
        slow.add(rule);
        continue;
      }
      LiteralTests.Asked guard = plan.literals().guard(when);
      fast.add(new UnitWriter.RuleCode(rule, when, guard == null));
      if (guard != null) {
        guards.add(rule, guard);
      }
    }
    compiled += fast.size();
    return new Section(
        units(plan, shared, fast, counters),
        guards.all(literals.size()),
        slow.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Compiles; takes about a millisecond a rule. */
  public static Program of(RuleSet set) {
    return new Program(set);
  }

  private List<Unit> units(
      Plan plan,
      Shared shared,
      List<UnitWriter.RuleCode> rules,
      List<UnitWriter.CounterCode> counters) {
    List<Unit> made = new ArrayList<>();
    int most = Math.max(rules.size(), counters.size());
    for (int from = 0; from < most; from += UNIT) {
      List<UnitWriter.RuleCode> some = some(rules, from);
      UnitWriter writer = new UnitWriter(plan, shared);
      Unit unit = writer.define(writer.write(some, some(counters, from)));
      made.add(unit);
      for (int place = 0; place < some.size(); place++) {
        units[some.get(place).rule()] = unit;
        places[some.get(place).rule()] = place;
      }
    }
    return made;
  }

  private static <T> List<T> some(List<T> all, int from) {
    return from >= all.size() ? List.of() : all.subList(from, Math.min(from + UNIT, all.size()));
  }

  private static UnitWriter.CounterCode code(Plan plan, Counter counter, int index) {
    return new UnitWriter.CounterCode(
        index,
        counter,
        counter.of() == null ? null : plan.arranged(counter.of()),
        counter.key().stream().map(plan::arranged).toList(),
        counter.where() == null ? null : plan.arranged(counter.where()));
  }

  private static List<Expr> parts(UnitWriter.CounterCode code) {
    List<Expr> parts = new ArrayList<>(code.key());
    if (code.of() != null) {
      parts.add(code.of());
    }
    if (code.where() != null) {
      parts.add(code.where());
    }
    return parts;
  }

  private static int cost(Plan plan, UnitWriter.CounterCode code) {
    long parts = parts(code).stream().mapToLong(plan::cost).sum();
    return (int) Math.min(Costs.MOST, parts + Costs.bump(code.counter()));
  }

  private void read(Expr expr) {
    switch (expr) {
      case Expr.Field field -> reads.set(field.slot().index());
      case Expr.Has has -> reads.set(has.slot().index());
      case Expr.Phrases phrases -> reads.set(phrases.slot().index());
      default -> Parts.of(expr).forEach(this::read);
    }
  }

  private void slots(String kind) {
    for (String root : set.schema().roots(kind)) {
      set.schema().fields(root).forEach(slot -> reads.set(slot.index()));
    }
  }

  /** All rules; their places are the numbers in {@link Hits}. */
  public List<Rule> rules() {
    return set.rules();
  }

  /** How many of the rules are compiled, and do not run on the reference. */
  public int compiled() {
    return compiled;
  }

  /** All literals that a {@link Finder} has to find, by id. */
  public List<Literal> literals() {
    return literals;
  }

  /** The different counters of all rules; their places are the numbers in {@link Readings}. */
  public List<Counter> counters() {
    return Collections.unmodifiableList(new ArrayList<>(counters.keySet()));
  }

  /**
   * A counter's place.
   *
   * @throws IllegalArgumentException when no rule declares it
   */
  public int counter(Counter counter) {
    Integer index = counters.get(counter);
    if (index == null) {
      throw new IllegalArgumentException("no rule declares this counter");
    }
    return index;
  }

  /**
   * About how many nanoseconds an event of its kind takes for a rule's condition where all of it is
   * computed, by an estimate. Its counters are not in it: see {@link #counterCost}.
   */
  public int cost(int rule) {
    return ruleCosts[rule];
  }

  /** About how many nanoseconds an event of its kind takes for a counter, by an estimate. */
  public int counterCost(int counter) {
    return counterCosts[counter];
  }

  /** Whether any rule or counter reads a field; what none reads need not be computed. */
  public boolean reads(Slot slot) {
    return reads.get(slot.index());
  }

  public Readings readings() {
    return new Readings(this);
  }

  public Hits hits() {
    return new Hits(set.rules().size());
  }

  /** An evaluator for one thread. */
  public Evaluator evaluator(Finder finder) {
    return evaluators(finder, 1).getFirst();
  }

  /**
   * Evaluators for one thread, for events that are under way at the same time. They are smaller
   * together than one by one.
   */
  public List<Evaluator> evaluators(Finder finder, int count) {
    Reference reference = set.reference();
    return Stream.generate(
            () -> new Evaluator(this, new Frame(this, cells, finder, set.schema()), reference))
        .limit(count)
        .toList();
  }

  /** What concerns a kind of event; null for a number that is none. */
  @Nullable Section section(int kind) {
    return kind < 0 || kind >= sections.length ? null : sections[kind];
  }

  /** Runs a compiled rule. */
  void run(int rule, Frame frame) {
    Unit unit = units[rule];
    if (unit != null) {
      unit.run(places[rule], frame);
    }
  }
}
