package reeve.rules.count;

import java.time.Duration;
import java.util.List;
import reeve.rules.source.RuleSource.Kind;

/**
 * Applies bumps to a state, in order, and says what each one read. What it does depends on the
 * bumps of each key and their order alone, not on other keys and not on a clock. One thread at a
 * time.
 */
public final class Shard {
  /** How many keys the state hears of ahead. */
  private static final int AT_ONCE = 32;

  private final State state;
  private final Kind[] kinds;
  private final Panes[] panes;
  private final long[] units;
  private final byte[] bytes = new byte[State.VALUE_BYTES];
  private final Value value = new Value(bytes);
  private final Cells cells = new Cells();
  private final Distinct distinct = new Distinct();

  /**
   * @param counters at the index that bumps call them by; their keys tell them apart in the state,
   *     so that another order means nothing
   */
  public Shard(List<CounterSpec> counters, State state) {
    this.state = state;
    int n = counters.size();
    kinds = new Kind[n];
    panes = new Panes[n];
    units = new long[n];
    for (int i = 0; i < n; i++) {
      CounterSpec counter = counters.get(i);
      kinds[i] = counter.kind();
      panes[i] = counter.panes();
      Duration per = counter.per();
      units[i] = per == null ? 0 : per.toMillis();
    }
  }

  /** Applies all rows, one after the other; each reading holds its own bump. */
  public void bump(Bumps bumps, Readings readings) {
    int n = bumps.size();
    readings.begin(n);
    for (int row = 0; row < n; row++) {
      if (row % AT_ONCE == 0) {
        state.expect(bumps, row, Math.min(n, row + AT_ONCE));
      }
      int counter = bumps.counter(row);
      if (kinds[counter] == Kind.DISTINCT) {
        distinct(bumps, row, readings);
      } else {
        cells(bumps, row, kinds[counter], readings);
      }
    }
  }

  private void distinct(Bumps bumps, int row, Readings readings) {
    Panes panes = this.panes[bumps.counter(row)];
    long time = bumps.time(row);
    long pane = panes.last(time);
    long first = panes.first(time, pane);
    int length = state.get(bumps.high(row), bumps.low(row), bytes);
    distinct.clear();
    if (length >= 0) {
      value.at = 0;
      value.varint();
      if (bumps.adds(row)) {
        if (first == pane - Panes.IN_WINDOW) {
          long count = distinct.addInPlace(value, length, pane, bumps.value(row));
          if (count >= 0) {
            state.put(bumps.high(row), bumps.low(row), bytes, value.at);
            readings.set(row, count);
            return;
          }
        }
        value.at = 0;
        value.varint();
      }
      distinct.read(value, length);
    }
    if (bumps.adds(row) && distinct.add(pane, bumps.value(row))) {
      value.at = 0;
      value.varint(panes.millis());
      distinct.write(value);
      state.put(bumps.high(row), bumps.low(row), bytes, value.at);
    }
    readings.set(row, distinct.count(first));
  }

  private void cells(Bumps bumps, int row, Kind kind, Readings readings) {
    Panes panes = this.panes[bumps.counter(row)];
    long time = bumps.time(row);
    long pane = panes.last(time);
    int length = state.get(bumps.high(row), bumps.low(row), bytes);
    long first = panes.first(time, pane);
    cells.clear();
    if (length >= 0) {
      value.at = 0;
      value.varint();
      if (Cells.counts(kind) && bumps.adds(row) && first == pane - Panes.IN_WINDOW) {
        long sum = Cells.addInPlace(value, pane);
        if (sum >= 0) {
          state.put(bumps.high(row), bumps.low(row), bytes, length);
          count(readings, row, bumps.counter(row), sum);
          return;
        }
        value.at = 0;
        value.varint();
      }
      cells.read(kind, value, length);
    }
    if (bumps.adds(row)) {
      long amount =
          switch (kind) {
            case SUM -> bumps.value(row);
            case FIRST_SEEN -> time - pane * panes.millis();
            case COUNT, RATE, RATIO, DISTINCT -> 1;
          };
      long part = kind == Kind.RATIO && bumps.value(row) != 0 ? 1 : 0;
      if (cells.add(kind, pane, amount, part)) {
        value.at = 0;
        value.varint(panes.millis());
        cells.write(kind, value);
        state.put(bumps.high(row), bumps.low(row), bytes, value.at);
      }
    }
    switch (kind) {
      case COUNT, RATE -> count(readings, row, bumps.counter(row), cells.sum(first, pane));
      case SUM -> readings.set(row, cells.sum(first, pane));
      case RATIO -> readings.set(row, cells.ratio(first, pane));
      case FIRST_SEEN -> {
        long earliest = cells.earliest(panes.millis(), first, pane);
        readings.set(row, earliest < 0 ? 0 : Math.max(0, time - earliest) / 1_000);
      }
      case DISTINCT -> throw new AssertionError(kind);
    }
  }

  private void count(Readings readings, int row, int counter, long events) {
    if (units[counter] == 0) {
      readings.set(row, events);
    } else {
      double window = Panes.IN_WINDOW * panes[counter].millis();
      readings.set(row, (double) events * units[counter] / window);
    }
  }
}
