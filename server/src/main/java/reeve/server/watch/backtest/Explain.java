package reeve.server.watch.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import reeve.rules.check.Explainer;
import reeve.rules.check.Explanation;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;
import reeve.rules.engine.VerdictSink;
import reeve.rules.expr.Counter;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.signal.Derived;
import reeve.server.watch.signal.SignalFinder;

/** Takes apart what the rules of a set made of one archived event. */
public final class Explain {
  private static final VerdictSink NOBODY =
      new VerdictSink() {
        @Override
        public void verdict(int event, Verdict verdict) {}

        @Override
        public void failed(int event, Throwable why) {}
      };

  private Explain() {}

  /**
   * An event, explained.
   *
   * @param event its id
   * @param at when it happened
   * @param kind for example {@code post.created}
   * @param countersSince from when on the events before it were replayed into counters
   * @param countersWhole whether the longest window was filled from its beginning, or the log began
   *     later than that
   * @param replayed how many events that were
   * @param forgotten how many counters were let go for want of memory: where any were, readings
   *     were too low
   * @param facts what the event says and what rules read off it, by path
   * @param rules of its kind, sorted by name
   */
  public record Explained(
      String event,
      Instant at,
      String kind,
      Instant countersSince,
      boolean countersWhole,
      long replayed,
      long forgotten,
      SortedMap<String, Object> facts,
      List<Explanation> rules) {
    public Explained {
      facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
      rules = List.copyOf(rules);
    }
  }

  private record Place(long offset, long at) {}

  /**
   * Finds the event, replays what came before it into counters, and explains each rule of its kind.
   *
   * @param counterBytes memory for counters
   * @throws BacktestException {@link BacktestProblem#NO_SUCH_EVENT}, {@link
   *     BacktestProblem#NO_ARCHIVE}
   */
  public static Explained of(Archive archive, RuleSet set, String event, long counterBytes)
      throws InterruptedException {
    Program program = Program.of(set);
    Derived derived = new Derived(program::reads);
    try {
      Place place = find(archive, set.schema(), event);
      Duration window =
          program.counters().stream()
              .map(Counter::window)
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);
      long warm = place.at() - window.toMillis();
      long earliest = archive.earliest().map(Instant::toEpochMilli).orElse(place.at());
      try (Table table = new Table(counterBytes);
          Engine engine =
              new Engine(
                  set, program, table, new Keys(1, 1), new SignalFinder(program.literals()))) {
        var before =
            new ReadAhead.Stretch(
                archive.since(Instant.ofEpochMilli(warm)), place.offset(), warm, Long.MAX_VALUE);
        long replayed = replay(archive, set.schema(), before, derived, engine);
        Facts facts = at(archive, set.schema(), place.offset());
        derived.fill(facts);
        engine.apply(facts);
        return new Explained(
            event,
            Instant.ofEpochMilli(place.at()),
            List.copyOf(set.schema().kinds()).get(facts.kind()),
            Instant.ofEpochMilli(Math.max(warm, earliest)),
            archive.begin() == 0 || earliest <= warm,
            replayed,
            table.figures().evicted(),
            facts(facts),
            rules(set, facts, engine));
      }
    } catch (LogException e) {
      throw new BacktestException(BacktestProblem.NO_ARCHIVE, "" + e.getMessage(), e);
    }
  }

  private static Place find(Archive archive, Schema schema, String event) {
    int id = schema.at("event.id").index();
    int at = schema.at("event.at_ms").index();
    Facts facts = new Facts(schema);
    try (LogReader reader = archive.read(archive.begin())) {
      while (reader.next(facts)) {
        if (facts.has(id) && facts.has(at) && facts.text(id).equals(event)) {
          return new Place(reader.offset(), facts.integer(at));
        }
      }
    }
    throw new BacktestException(
        BacktestProblem.NO_SUCH_EVENT,
        "The archive holds no event '%s'. Its id is what a verdict names as its event; it may have"
                .formatted(event)
            + " been erased, or be older than what is kept.");
  }

  private static long replay(
      Archive archive, Schema schema, ReadAhead.Stretch before, Derived derived, Engine engine)
      throws InterruptedException {
    long replayed = 0;
    try (ReadAhead ahead = new ReadAhead(archive, schema, before, derived)) {
      for (ReadAhead.Batch batch = ahead.next(); batch != null; batch = ahead.next()) {
        engine.apply(batch.events, batch.size, NOBODY);
        replayed += batch.size;
      }
    }
    return replayed;
  }

  private static Facts at(Archive archive, Schema schema, long offset) {
    Facts facts = new Facts(schema);
    try (LogReader reader = archive.read(offset)) {
      if (!reader.next(facts) || reader.offset() != offset) {
        throw new BacktestException(
            BacktestProblem.NO_SUCH_EVENT, "The event was erased while it was looked for.");
      }
    }
    return facts;
  }

  private static SortedMap<String, Object> facts(Facts of) {
    SortedMap<String, Object> facts = new TreeMap<>();
    for (Slot slot : of.schema().slots()) {
      Object value = of.get(slot);
      if (value != null) {
        facts.put(slot.path(), value);
      }
    }
    return facts;
  }

  private static List<Explanation> rules(RuleSet set, Facts facts, Engine engine) {
    String kind = List.copyOf(set.schema().kinds()).get(facts.kind());
    Explainer explainer = new Explainer(set);
    List<Explanation> rules = new ArrayList<>();
    for (Rule rule : set.rules()) {
      if (rule.event().equals(kind)) {
        rules.add(explainer.explain(rule, facts, engine::reading));
      }
    }
    return rules;
  }
}
