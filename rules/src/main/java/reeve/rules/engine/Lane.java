package reeve.rules.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.code.BumpSink;
import reeve.rules.code.Canonical;
import reeve.rules.code.Counted;
import reeve.rules.code.Evaluator;
import reeve.rules.code.Finder;
import reeve.rules.code.Program;
import reeve.rules.count.Bumps;
import reeve.rules.count.Cut;
import reeve.rules.count.Keys;
import reeve.rules.count.Readings;
import reeve.rules.count.Shard;
import reeve.rules.expr.Counter;
import reeve.rules.expr.Definition;
import reeve.rules.expr.Type;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;

/**
 * The part of a batch that one thread takes: what its events give the counters of each shard, what
 * these read, and which rules follow. Only the bumps between are other threads' work.
 */
final class Lane implements BumpSink {
  /** Little, much, and what lies between. */
  private static final long[] WARMING = {0, 1, 3, 10, 1_000_000};

  private final Flight[] flights;
  private final Bumps[] rows;
  private final Readings[] read;
  private final Keys keys;
  private final int time;
  private final long[] known;
  private final Keys.Mark[] marks;
  private final boolean[] whole;
  private int size;
  private Flight current;

  /** The last key, and its hash. */
  private byte[] keyBytes = new byte[64];

  private int keyLength = -1;
  private long keyHigh;
  private long keyLow;

  /** What each shard holds already, while it is replayed, and the position that is replayed. */
  private @Nullable List<Cut> held;

  private long position;

  /** The counters that are filled, while some are. */
  private boolean @Nullable [] filled;

  /**
   * @param events how many it takes at once at the most
   * @param keys for this lane alone
   */
  Lane(Program program, Schema schema, Finder finder, Keys keys, int shards, int events) {
    this.keys = keys;
    time = schema.at("event.at_ms").index();
    List<Counter> counters = program.counters();
    known = counters.stream().mapToLong(Definition::identity).toArray();
    marks = new Keys.Mark[known.length];
    Arrays.setAll(marks, counter -> keys.mark(known[counter]));
    whole = new boolean[counters.size()];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = counters.get(i).reads() == Type.INT;
    }
    rows = new Bumps[shards];
    read = new Readings[shards];
    for (int shard = 0; shard < shards; shard++) {
      rows[shard] = new Bumps();
      read[shard] = new Readings();
    }
    Facts none = new Facts(schema);
    List<Evaluator> evaluators = program.evaluators(finder, events);
    flights = new Flight[events];
    for (int i = 0; i < events; i++) {
      flights[i] = new Flight(evaluators.get(i), program.readings(), program.hits(), shards, none);
    }
    current = flights[0];
  }

  int size() {
    return size;
  }

  Flight flight(int place) {
    return flights[place];
  }

  /** Takes the keys under which counters count. */
  void histories(Map<Long, History> all) {
    for (int counter = 0; counter < marks.length; counter++) {
      History history = all.get(known[counter]);
      marks[counter] = keys.mark(history == null ? known[counter] : history.key());
    }
  }

  /** Makes rows of events for some counters alone. */
  void fill(Facts[] events, int from, int to, boolean[] counters) {
    filled = counters;
    extract(events, from, to);
    filled = null;
  }

  /** Makes rows of the events from one to before another. */
  void extract(Facts[] events, int from, int to) {
    for (Bumps each : rows) {
      each.clear();
    }
    size = 0;
    for (int event = from; event < to; event++) {
      extract(events[event], flights[size++]);
    }
  }

  /** Makes rows of what events add, leaving out what the shards hold. */
  void replay(Facts[] events, long[] positions, int from, int to, List<Cut> held) {
    this.held = held;
    for (Bumps each : rows) {
      each.clear();
    }
    size = 0;
    for (int event = from; event < to; event++) {
      position = positions[event];
      extract(events[event], flights[size++]);
    }
    this.held = null;
  }

  private void extract(Facts facts, Flight flight) {
    flight.facts = facts;
    flight.failure = null;
    flight.hit = false;
    flight.known = facts.has(time) && facts.kind() >= 0;
    if (!flight.known) {
      return;
    }
    flight.at = facts.integer(time);
    flight.readings.clear();
    current = flight;
    for (int shard = 0; shard < rows.length; shard++) {
      flight.from[shard] = rows[shard].size();
    }
    try {
      flight.evaluator.start(facts);
      flight.evaluator.extract(this);
    } catch (RuntimeException | StackOverflowError failure) {
      flight.failure = failure;
      for (int shard = 0; shard < rows.length; shard++) {
        rows[shard].cut(flight.from[shard]);
      }
    }
    for (int shard = 0; shard < rows.length; shard++) {
      flight.to[shard] = rows[shard].size();
    }
  }

  /**
   * Makes rows of events and forgets them, and runs the rules as if counters had read something.
   */
  void warm(Facts[] events, int size, Probes probes) {
    Flight flight = flights[0];
    for (int event = 0; event < size; event++) {
      for (Bumps each : rows) {
        each.clear();
      }
      extract(probes.of(events[event]), flight);
      if (flight.known && flight.failure == null) {
        try {
          pretend(flight, WARMING[event % WARMING.length]);
          flight.evaluator.evaluate(flight.readings, flight.hits);
        } catch (RuntimeException | StackOverflowError failure) {
          // It will be told when such an event is applied.
          flight.failure = failure;
        }
      }
    }
  }

  private void pretend(Flight flight, long reading) {
    for (Bumps each : rows) {
      for (int row = 0; row < each.size(); row++) {
        int counter = each.counter(row);
        if (whole[counter]) {
          flight.readings.set(counter, reading);
        } else {
          flight.readings.set(counter, (double) reading);
        }
      }
    }
  }

  /** Applies the rows of one shard. */
  void bump(int number, Shard shard) {
    shard.bump(rows[number], read[number]);
  }

  /** Says which rules hold. */
  void evaluate() {
    for (int place = 0; place < size; place++) {
      Flight flight = flights[place];
      if (flight.known && flight.failure == null) {
        try {
          fold(flight);
          flight.evaluator.evaluate(flight.readings, flight.hits);
          flight.hit = flight.hits.nextHeld(0) >= 0 || flight.hits.nextFailed(0) >= 0;
        } catch (RuntimeException | StackOverflowError failure) {
          flight.failure = failure;
        }
      }
    }
  }

  private void fold(Flight flight) {
    for (int shard = 0; shard < rows.length; shard++) {
      for (int row = flight.from[shard]; row < flight.to[shard]; row++) {
        fold(flight.readings, rows[shard].counter(row), read[shard], row);
      }
    }
  }

  /** Of a key with a list, the greatest of the readings is the counter's. */
  private void fold(reeve.rules.code.Readings into, int counter, Readings from, int row) {
    boolean known = into.has(counter);
    if (whole[counter]) {
      long value = from.whole(row);
      if (!known || value > into.integer(counter)) {
        into.set(counter, value);
      }
    } else {
      double value = from.number(row);
      if (!known || value > into.number(counter)) {
        into.set(counter, value);
      }
    }
  }

  @Override
  public void take(Counted counted) {
    int counter = counted.counter();
    boolean @Nullable [] only = filled;
    if (only != null && (!only[counter] || !counted.adds())) {
      return;
    }
    long value = counted.amount();
    if (counted.value().length() > 0) {
      keys.hash(counted.value().bytes(), 0, counted.value().length());
      value = keys.low();
    }
    key(counted.key());
    long high = keyHigh ^ marks[counter].high();
    long low = keyLow ^ marks[counter].low();
    int shard = Keys.shard(low, rows.length);
    Bumps into = rows[shard];
    if (held != null && (!counted.adds() || held.get(shard).holds(high, position))) {
      return;
    }
    if (counted.adds()) {
      into.add(counter, high, low, current.at, value);
    } else {
      into.read(counter, high, low, current.at);
    }
  }

  /** Hashes a key, unless it is that of the counter before: those of one key come together. */
  private void key(Canonical key) {
    int length = key.length();
    if (length == keyLength && Arrays.equals(key.bytes(), 0, length, keyBytes, 0, length)) {
      return;
    }
    keys.hash(key.bytes(), 0, length);
    keyHigh = keys.high();
    keyLow = keys.low();
    if (length > keyBytes.length) {
      keyBytes = new byte[2 * length];
    }
    System.arraycopy(key.bytes(), 0, keyBytes, 0, length);
    keyLength = length;
  }

  @Override
  public void none(int counter) {
    if (whole[counter]) {
      current.readings.set(counter, 0L);
    } else {
      current.readings.set(counter, 0.0);
    }
  }
}
