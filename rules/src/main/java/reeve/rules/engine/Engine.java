package reeve.rules.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Finder;
import reeve.rules.code.Program;
import reeve.rules.count.CounterSpec;
import reeve.rules.count.Cut;
import reeve.rules.count.Keys;
import reeve.rules.count.Shard;
import reeve.rules.count.State;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Definition;
import reeve.rules.schema.Facts;

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

  private final RuleSet set;
  private final Program program;
  private final List<? extends State> states;
  private final Keys keys;
  private final Shard[] shards;
  private final Crew crew;
  private final Lane[] lanes;
  private final Budgets budgets;
  private final Conclusions conclusions;
  private final Facts[] single;
  private Map<Long, Long> since = Map.of();
  private long restored = Long.MIN_VALUE;
  private boolean broken;
  private @Nullable Probes probes;

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
    this.set = set;
    this.program = program;
    this.keys = keys;
    this.states = List.copyOf(states);
    List<CounterSpec> counters =
        program.counters().stream()
            .map(one -> new CounterSpec(one.kind(), one.window(), one.per()))
            .toList();
    shards = states.stream().map(state -> new Shard(counters, state)).toArray(Shard[]::new);
    lanes = new Lane[threads];
    int events = (AT_ONCE + threads - 1) / threads;
    for (int i = 0; i < threads; i++) {
      lanes[i] = new Lane(program, set.schema(), finder, keys.copy(), shards.length, events);
    }
    budgets = new Budgets(set.schema(), program.rules(), keys.copy());
    conclusions = new Conclusions(set, program, budgets);
    single = new Facts[] {new Facts(set.schema())};
    crew = new Crew(threads);
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
    begin();
    for (int from = 0; from < size; from += AT_ONCE) {
      some(events, from, Math.min(size, from + AT_ONCE), into);
    }
    broken = false;
  }

  private void begin() {
    if (broken) {
      throw new IllegalStateException("the engine has failed: its shards are to be recovered");
    }
    broken = true;
  }

  private void some(Facts[] events, int from, int to, VerdictSink into) {
    if (to - from <= ALONE) {
      lanes[0].extract(events, from, to);
      for (int shard = 0; shard < shards.length; shard++) {
        lanes[0].bump(shard, shards[shard]);
      }
      lanes[0].evaluate();
      conclusions.settle(lanes[0], from, into);
      return;
    }
    crew.run(one -> lanes[one].extract(events, part(from, to, one), part(from, to, one + 1)));
    crew.run(this::bump);
    crew.run(one -> lanes[one].evaluate());
    for (int one = 0; one < lanes.length; one++) {
      conclusions.settle(lanes[one], part(from, to, one), into);
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

  /**
   * What rules used of their limits, as bytes; some hundred for each rule, and 8 for each account
   * of the hour and the day. They belong to the secret of the keys, as the shards do.
   *
   * @param position in the log of the last event that was applied
   */
  public byte[] budgets(long position) {
    return BudgetBytes.write(budgets, position);
  }

  /**
   * Takes over what {@link #budgets(long)} wrote, by the names of the rules: one that is not in it,
   * or is about another kind of event, begins anew. To be called before any event.
   *
   * @return the position that was given then
   * @throws IOException where the bytes are damaged; nothing was taken over
   */
  public long restore(byte[] written) throws IOException {
    restored = BudgetBytes.read(written, budgets);
    return restored;
  }

  /**
   * Brings shards that were loaded from a snapshot to the moment from which events are to be
   * applied again: bumps what the events add and the shards do not hold, counts those events for
   * the budgets that come after the restored ones, and concludes nothing. So the way back from a
   * snapshot is: load the shards, {@link #restore}, replay from behind the least {@link
   * Cut#position} to the greatest {@link Cut#end} or further, then {@link #apply}. The budgets are
   * right if they were written no earlier than the last chunk, and replaying ends at their position
   * or before.
   *
   * @param positions of the events in the log, rising
   * @param size how many of them
   * @param held for each shard, which positions it holds; an empty one for a shard without snapshot
   * @return how many events failed, as they did when they were applied
   * @throws IllegalStateException when the engine is broken
   */
  public int replay(Facts[] events, long[] positions, int size, List<Cut> held) {
    if (held.size() != shards.length) {
      throw new IllegalArgumentException(held.size() + " cuts for " + shards.length + " shards");
    }
    begin();
    int failed = 0;
    for (int at = 0; at < size; at += AT_ONCE) {
      int from = at;
      int to = Math.min(size, from + AT_ONCE);
      crew.run(one ->
          lanes[one].replay(events, positions, part(from, to, one), part(from, to, one + 1), held));
      crew.run(this::bump);
      for (int one = 0; one < lanes.length; one++) {
        failed += replayed(lanes[one], positions, part(from, to, one));
      }
    }
    broken = false;
    return failed;
  }

  private int replayed(Lane lane, long[] positions, int first) {
    int failed = 0;
    for (int place = 0; place < lane.size(); place++) {
      Flight flight = lane.flight(place);
      if (flight.known && positions[first + place] > restored) {
        budgets.event(flight.facts.kind(), flight.at);
      }
      failed += flight.failure == null ? 0 : 1;
    }
    return failed;
  }

  /**
   * What a counter read at the event that {@link #apply(Facts)} was given last; null where its key
   * could not be computed, or the event is of another kind.
   */
  public @Nullable Number reading(Counter counter) {
    return lanes[0].flight(0).readings.get(counter);
  }

  /** The counters of the program, in the order of {@link Program#counters}. */
  public List<CounterInUse> counters() {
    List<CounterInUse> all = new ArrayList<>();
    for (Counter counter : program.counters()) {
      all.add(
          new CounterInUse(
              Definition.identity(counter),
              Definition.of(counter),
              counter.event(),
              counter.kind(),
              counter.window(),
              program.counterCost(program.counter(counter)),
              program.rules().stream()
                  .filter(rule -> rule.counters().containsValue(counter))
                  .map(Rule::name)
                  .toList()));
    }
    return all;
  }

  /**
   * Says since when counters count, for the verdicts from now on.
   *
   * @param times by the counter's identity, the event time in milliseconds since 1970; all of them,
   *     one without entry has counted for ever. Identities of other counters are kept for {@link
   *     #inherit}
   */
  public void since(Map<Long, Long> times) {
    since = Map.copyOf(times);
    conclusions.since(since);
  }

  /**
   * Says what counters have counted so far; to be called before any event. A counter without entry
   * counts under its identity, and has for ever.
   *
   * @param all by the counter's identity; those of other counters mean nothing
   */
  public void histories(Map<Long, History> all) {
    Map<Long, Long> times = new HashMap<>();
    all.forEach((identity, history) -> times.put(identity, history.since()));
    since(times);
    for (Lane lane : lanes) {
      lane.histories(all);
    }
  }

  /**
   * Bumps some counters alone, and concludes nothing: what past events add to counters that are
   * new.
   *
   * @param size how many of the events
   * @param counters which, by their places in {@link Program#counters}
   * @throws IllegalStateException when the engine is broken
   */
  public void fill(Facts[] events, int size, boolean[] counters) {
    begin();
    for (int at = 0; at < size; at += AT_ONCE) {
      int from = at;
      int to = Math.min(size, from + AT_ONCE);
      crew.run(
          one -> lanes[one].fill(events, part(from, to, one), part(from, to, one + 1), counters));
      crew.run(this::bump);
    }
    broken = false;
  }

  /**
   * An engine for another rule set over the same shards, on as many threads: counters that are
   * equal keep their history. Until it has inherited, only {@link #warm} may be called, which any
   * thread may do while this engine goes on. Each of the two is to be closed.
   *
   * @param program compiled from the set
   */
  public Engine next(RuleSet set, Program program, Finder finder) {
    return new Engine(set, program, states, keys, finder, lanes.length);
  }

  /**
   * Takes over from the engine that applied events so far what rules of the same names used of
   * their limits; what counters have counted is said by {@link #histories}. That one MUST NOT be
   * called any more, but for its {@link #close}.
   *
   * @throws IllegalStateException when it is broken
   */
  public void inherit(Engine before) {
    before.begin();
    budgets.inherit(before.budgets.events(), before.budgets.used());
    restored = before.restored;
  }

  /**
   * Runs events through bumps and rules without touching shards or budgets, so that both are
   * compiled to machine code before they are needed; a few thousand runs of each rule do. Counters
   * read nothing, little and much by turns, and fields hold what rules compare them with.
   */
  public void warm(Facts[] events, int size) {
    Probes by = probes;
    if (by == null) {
      by = new Probes(set);
      probes = by;
    }
    lanes[0].warm(events, size, by);
  }

  /** Ends the engine's threads. It MUST NOT be called while another method runs. */
  @Override
  public void close() {
    crew.close();
  }
}
