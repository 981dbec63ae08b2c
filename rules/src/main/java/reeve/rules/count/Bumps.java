package reeve.rules.count;

import java.util.Arrays;

/**
 * What is to be counted, one row a bump, in columns so that a row allocates nothing. A row is: the
 * number of its counter, the 128 bits of its key ({@link Keys}), the event's time in milliseconds
 * since 1970, whether it adds or only reads, and a value. Made to be filled again. Not safe for
 * several threads at once.
 */
public final class Bumps {
  private int[] counters = new int[64];
  private long[] highs = new long[64];
  private long[] lows = new long[64];
  private long[] times = new long[64];
  private long[] values = new long[64];
  private boolean[] adds = new boolean[64];
  private int size;

  /** Adds a bump without a value: count, rate, first-seen. */
  public void add(int counter, long high, long low, long time) {
    row(counter, high, low, time, 0, true);
  }

  /**
   * Adds a bump with a value.
   *
   * @param value the 64-bit hash of the value for {@code DISTINCT}, the amount for {@code SUM}; for
   *     {@code RATIO} 0 where the event is of the whole only, else it is of the part too
   */
  public void add(int counter, long high, long low, long time, long value) {
    row(counter, high, low, time, value, true);
  }

  /** Adds a read that counts nothing. */
  public void read(int counter, long high, long low, long time) {
    row(counter, high, low, time, 0, false);
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /** Forgets the rows from this one on. */
  public void cut(int size) {
    if (size > this.size) {
      throw new IllegalArgumentException("there are " + this.size + " rows, not " + size);
    }
    this.size = size;
  }

  private void row(int counter, long high, long low, long time, long value, boolean adds) {
    if (time < 0 || time > EventTime.LATEST) {
      throw new IllegalArgumentException("a bump at " + time);
    }
    if (size == counters.length) {
      grow();
    }
    counters[size] = counter;
    highs[size] = high;
    lows[size] = low;
    times[size] = time;
    values[size] = value;
    this.adds[size] = adds;
    size++;
  }

  private void grow() {
    int room = size * 2;
    counters = Arrays.copyOf(counters, room);
    highs = Arrays.copyOf(highs, room);
    lows = Arrays.copyOf(lows, room);
    times = Arrays.copyOf(times, room);
    values = Arrays.copyOf(values, room);
    adds = Arrays.copyOf(adds, room);
  }

  public int counter(int row) {
    return counters[row];
  }

  public long high(int row) {
    return highs[row];
  }

  public long low(int row) {
    return lows[row];
  }

  public long time(int row) {
    return times[row];
  }

  public long value(int row) {
    return values[row];
  }

  public boolean adds(int row) {
    return adds[row];
  }
}
