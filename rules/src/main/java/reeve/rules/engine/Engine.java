package reeve.rules.engine;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Finder;
import reeve.rules.code.Hits;
import reeve.rules.code.Program;
import reeve.rules.count.CounterSpec;
import reeve.rules.count.Keys;
import reeve.rules.count.Shard;
import reeve.rules.count.State;
import reeve.rules.schema.Facts;
import reeve.rules.source.RuleSource.Missing;

/**
 * Applies events in three steps: what each gives the counters, what these read, what the rules
 * conclude. What it says depends on the events and their order alone: not on how they are cut into
 * batches, nor on the number of shards and threads.
 *
 * <p>Counters live in shards. A key belongs to the shard that {@link Keys#shard} says, so that
 * shards MUST be as many as they were when they were filled, in the same order. Each is touched by
 * one thread at a time, and only while a method of the engine runs.
 *
 * <p>One thread at a time may call it. With several threads it owns daemons, which {@link #close}
 * ends; shards are closed by whoever made them.
 *
 * <p><b>Failures.</b> An event whose bumps or rules throw is told to the {@link VerdictSink}; no
 * other is touched by it. Anything else that is thrown leaves unknown how much of the batch was
 * applied: the engine is then broken, refuses whatever follows, and the shards are to be recovered.
 */
public final class Engine implements AutoCloseable {
  /** The most events that are under way at once; a greater batch is cut. */
  static final int AT_ONCE = 256;

  /** So few are not worth waking others for. */
  private static final int ALONE = 16;

  private final Program program;
  private final String ruleSet;
  private final Shard[] shards;
  private final Crew crew;
  private final Lane[] lanes;
  private final Traces traces;
  private final long[] ends;
  private final Budgets budgets;
  private final Facts[] single;
  private boolean broken;

  /**
   * An engine over one shard, on the calling thread alone; it need not be closed.
   *
   * @param program compiled from the set
   * @param keys with the secret that belongs to the state
   * @throws IllegalArgumentException when the schema has no {@code event.at_ms}
   */
  public Engine(RuleSet set, Program program, State state, Keys keys, Finder finder) {
    this(set, program, List.of(state), keys, finder, 1);
  }

  /**
   * An engine over shards.
   *
   * @param program compiled from the set
   * @param states the shards, at least one
   * @param keys with the secret that belongs to the shards
   * @param finder for all threads at once
   * @param threads at least 1, the calling one among them; more than there are shards help only
   *     with the rules
   * @throws IllegalArgumentException when the schema has no {@code event.at_ms}
   */
  public Engine(
      RuleSet set,
      Program program,
      List<? extends State> states,
      Keys keys,
      Finder finder,
      int threads) {
    if (states.isEmpty() || threads < 1 || threads > AT_ONCE / ALONE) {
      throw new IllegalArgumentException(
          states.size() + " shards and " + threads + " threads are no engine");
    }
    this.program = program;
    ruleSet = set.digest();
    List<CounterSpec> counters =
        program.counters().stream()
            .map(one -> new CounterSpec(one.kind(), one.window(), one.per()))
            .toList();
    shards = states.stream().map(state -> new Shard(counters, state)).toArray(Shard[]::new);
    traces = new Traces(program.rules());
    lanes = new Lane[threads];
    int events = (AT_ONCE + threads - 1) / threads;
    for (int i = 0; i < threads; i++) {
      lanes[i] = new Lane(program, set.schema(), finder, keys.copy(), shards.length, events);
    }
    List<Rule> rules = program.rules();
    ends = rules.stream().mapToLong(Engine::end).toArray();
    budgets = new Budgets(set.schema(), rules, keys.copy());
    single = new Facts[] {new Facts(set.schema())};
    crew = new Crew(threads);
  }

  private static long end(Rule rule) {
    return rule.expires() == null
        ? Long.MAX_VALUE
        : rule.expires().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  /**
   * Applies one event, on the calling thread.
   *
   * @param facts as for a batch
   * @return the verdicts, in the order of the rules; mostly none
   * @throws RuntimeException what the event's bumps or rules threw, as {@link VerdictSink#failed}
   */
  public List<Verdict> apply(Facts facts) {
    One one = new One();
    single[0] = facts;
    apply(single, 1, one);
    return switch (one.failure) {
      case null -> one.verdicts;
      case RuntimeException thrown -> throw thrown;
      case Error thrown -> throw thrown;
      case Throwable other -> throw new IllegalStateException(other);
    };
  }

  private static final class One implements VerdictSink {
    private final List<Verdict> verdicts = new ArrayList<>(0);
    private @Nullable Throwable failure;

    @Override
    public void verdict(int event, Verdict verdict) {
      verdicts.add(verdict);
    }

    @Override
    public void failed(int event, Throwable why) {
      failure = why;
    }
  }

  /**
   * Applies events in their order. Those without {@code event.at_ms} or a kind are passed over.
   *
   * @param events each with {@code event.at_ms}, clamped to its arrival, and {@code event.id}; they
   *     MUST NOT change and MUST be different objects until this returns
   * @param size how many of them, any number
   * @throws IllegalStateException when the engine is broken
   */
  public void apply(Facts[] events, int size, VerdictSink into) {
    if (broken) {
      throw new IllegalStateException("the engine has failed: its shards are to be recovered");
    }
    broken = true;
    for (int from = 0; from < size; from += AT_ONCE) {
      some(events, from, Math.min(size, from + AT_ONCE), into);
    }
    broken = false;
  }

  private void some(Facts[] events, int from, int to, VerdictSink into) {
    if (to - from <= ALONE) {
      lanes[0].extract(events, from, to);
      for (int shard = 0; shard < shards.length; shard++) {
        lanes[0].bump(shard, shards[shard]);
      }
      lanes[0].evaluate();
      settle(lanes[0], from, into);
      return;
    }
    crew.run(member ->
        lanes[member].extract(events, part(from, to, member), part(from, to, member + 1)));
    crew.run(this::bump);
    crew.run(member -> lanes[member].evaluate());
    int first = from;
    for (Lane lane : lanes) {
      settle(lane, first, into);
      first += lane.size();
    }
  }

  /** Where a member's part of the events begins. */
  private int part(int from, int to, int member) {
    return from + (to - from) * member / lanes.length;
  }

  private void bump(int member) {
    for (int shard = member; shard < shards.length; shard += lanes.length) {
      for (Lane lane : lanes) {
        lane.bump(shard, shards[shard]);
      }
    }
  }

  /** Counts and limits what a lane found, in order. */
  private void settle(Lane lane, int first, VerdictSink into) {
    for (int place = 0; place < lane.size(); place++) {
      Flight flight = lane.flight(place);
      if (!flight.known) {
        continue;
      }
      budgets.event(flight.facts.kind(), flight.at);
      if (flight.failure != null) {
        into.failed(first + place, flight.failure);
      } else if (flight.hit) {
        verdicts(flight, first + place, into);
      }
    }
  }

  private void verdicts(Flight flight, int event, VerdictSink into) {
    Hits hits = flight.hits;
    for (int rule = hits.nextHeld(0); rule >= 0; rule = hits.nextHeld(rule + 1)) {
      if (flight.at < ends[rule]) {
        into.verdict(event, verdict(rule, flight, null));
      }
    }
    for (int rule = hits.nextFailed(0); rule >= 0; rule = hits.nextFailed(rule + 1)) {
      if (flight.at < ends[rule] && program.rules().get(rule).missing() == Missing.SURFACE) {
        into.verdict(event, verdict(rule, flight, "the event lacks what the rule reads"));
      }
    }
  }

  private Verdict verdict(int number, Flight flight, @Nullable String missing) {
    Rule rule = program.rules().get(number);
    TreeMap<String, Number> counters = new TreeMap<>();
    rule.counters()
        .forEach((name, counter) -> {
          Number reading = flight.readings.get(counter);
          if (reading != null) {
            counters.put(name, reading);
          }
        });
    String account = traces.account(flight.facts);
    String event = traces.event(flight.facts);
    return new Verdict(
        Traces.id(event, rule),
        rule.name(),
        rule.version(),
        ruleSet,
        rule.clause(),
        rule.then(),
        event,
        flight.at,
        account,
        missing,
        budgets.over(number, account),
        traces.values(number, flight.facts),
        counters);
  }

  /** Ends the engine's threads. It MUST NOT be called while another method runs. */
  @Override
  public void close() {
    crew.close();
  }
}
