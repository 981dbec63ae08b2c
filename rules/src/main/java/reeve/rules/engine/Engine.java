package reeve.rules.engine;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.BumpSink;
import reeve.rules.code.Counted;
import reeve.rules.code.Evaluator;
import reeve.rules.code.Finder;
import reeve.rules.code.Hits;
import reeve.rules.code.Program;
import reeve.rules.code.Readings;
import reeve.rules.count.Bumps;
import reeve.rules.count.CounterSpec;
import reeve.rules.count.Keys;
import reeve.rules.count.Shard;
import reeve.rules.count.State;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Definition;
import reeve.rules.expr.Type;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Slot;
import reeve.rules.source.RuleSource.Missing;

/**
 * Applies events in three pure steps, one after the other: what the event gives the counters, what
 * they read, what the rules conclude. What it says depends on the events and their order alone. One
 * thread at a time.
 */
public final class Engine {
  private final Program program;
  private final String ruleSet;
  private final Shard shard;
  private final Keys keys;
  private final Evaluator evaluator;
  private final Traces traces;
  private final Slot at;
  private final long[] identities;
  private final boolean[] whole;
  private final long[] ends;
  private final Budget[] budgets;
  private final int[][] ofKind;
  private final Bumps bumps = new Bumps();
  private final reeve.rules.count.Readings rows = new reeve.rules.count.Readings();
  private final Readings readings;
  private final Hits hits;
  private final Sink sink = new Sink();
  private long now;

  /**
   * An engine over a state.
   *
   * @param program compiled from the set
   * @param keys with the secret that belongs to the state
   * @throws IllegalArgumentException when the schema has no {@code event.at_ms}
   */
  public Engine(RuleSet set, Program program, State state, Keys keys, Finder finder) {
    this.program = program;
    this.keys = keys;
    ruleSet = set.digest();
    at = set.schema().at("event.at_ms");
    List<Counter> counters = program.counters();
    shard =
        new Shard(
            counters.stream()
                .map(one -> new CounterSpec(one.kind(), one.window(), one.per()))
                .toList(),
            state);
    evaluator = program.evaluator(finder);
    traces = new Traces(program.rules());
    readings = program.readings();
    hits = program.hits();
    identities = counters.stream().mapToLong(Definition::identity).toArray();
    whole = new boolean[counters.size()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = counters.get(i).reads() == Type.INT;
    }
    List<Rule> rules = program.rules();
    ends = rules.stream().mapToLong(Engine::end).toArray();
    budgets = rules.stream().map(rule -> new Budget(rule.limits())).toArray(Budget[]::new);
    ofKind =
        set.schema().kinds().stream()
            .map(kind ->
                java.util.stream.IntStream.range(0, rules.size())
                    .filter(rule -> rules.get(rule).event().equals(kind))
                    .toArray())
            .toArray(int[][]::new);
  }

  private static long end(Rule rule) {
    return rule.expires() == null
        ? Long.MAX_VALUE
        : rule.expires().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /**
   * Applies an event.
   *
   * @param facts with {@code event.at_ms}, clamped to its arrival, and {@code event.id}
   * @return the verdicts, in the order of the rules; mostly none
   */
  public List<Verdict> apply(Facts facts) {
    if (!facts.has(at.index()) || facts.kind() < 0) {
      return List.of();
    }
    now = facts.integer(at.index());
    evaluator.start(facts);
    count();
    for (int rule : ofKind[facts.kind()]) {
      budgets[rule].event(now);
    }
    evaluator.evaluate(readings, hits);
    int held = hits.nextHeld(0);
    int failed = hits.nextFailed(0);
    return held < 0 && failed < 0 ? List.of() : verdicts(facts);
  }

  private void count() {
    bumps.clear();
    readings.clear();
    evaluator.extract(sink);
    shard.bump(bumps, rows);
    for (int row = 0; row < rows.size(); row++) {
      int counter = bumps.counter(row);
      boolean known = readings.has(counter);
      // Of a key with a list, the greatest of the readings is the counter's.
      if (whole[counter]) {
        long value = rows.whole(row);
        if (!known || value > readings.integer(counter)) {
          readings.set(counter, value);
        }
      } else {
        double value = rows.number(row);
        if (!known || value > readings.number(counter)) {
          readings.set(counter, value);
        }
      }
    }
  }

  private List<Verdict> verdicts(Facts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int rule = hits.nextHeld(0); rule >= 0; rule = hits.nextHeld(rule + 1)) {
      add(rule, facts, null, verdicts);
    }
    for (int rule = hits.nextFailed(0); rule >= 0; rule = hits.nextFailed(rule + 1)) {
      if (program.rules().get(rule).missing() == Missing.SURFACE) {
        add(rule, facts, "the event lacks what the rule reads", verdicts);
      }
    }
    return verdicts;
  }

  private void add(int number, Facts facts, @Nullable String missing, List<Verdict> into) {
    if (now >= ends[number]) {
      return;
    }
    Rule rule = program.rules().get(number);
    TreeMap<String, Number> counters = new TreeMap<>();
    rule.counters()
        .forEach((name, counter) -> {
          Number reading = readings.get(counter);
          if (reading != null) {
            counters.put(name, reading);
          }
        });
    String account = traces.account(facts);
    String event = traces.event(facts);
    into.add(
        new Verdict(
            Traces.id(event, rule),
            rule.name(),
            rule.version(),
            ruleSet,
            rule.clause(),
            rule.then(),
            event,
            now,
            account,
            missing,
            budgets[number].over(account == null ? "" : account, now),
            traces.values(number, facts),
            counters));
  }

  /** Turns what the event gives counters into rows. */
  private final class Sink implements BumpSink {
    @Override
    public void take(Counted counted) {
      int counter = counted.counter();
      long value = counted.amount();
      if (counted.value().length() > 0) {
        keys.hash(counted.value().bytes(), 0, counted.value().length());
        value = keys.low();
      }
      keys.hash(identities[counter], counted.key().bytes(), 0, counted.key().length());
      if (counted.adds()) {
        bumps.add(counter, keys.high(), keys.low(), now, value);
      } else {
        bumps.read(counter, keys.high(), keys.low(), now);
      }
    }

    @Override
    public void none(int counter) {
      if (whole[counter]) {
        readings.set(counter, 0L);
      } else {
        readings.set(counter, 0.0);
      }
    }
  }
}
