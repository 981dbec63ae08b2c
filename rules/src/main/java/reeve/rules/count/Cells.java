package reeve.rules.count;

import reeve.rules.source.RuleSource.Kind;

/**
 * The panes of one key of any kind but {@code DISTINCT}, unpacked: cells from the newest pane back,
 * each with its distance from the newest and one or two numbers. Filled again for each bump.
 */
final class Cells {
  private static final int MOST = Panes.IN_WINDOW + 1;
  private static final int BACK = 0x3f;
  private static final int MORE = 0x40;
  private static final int PART = 0x80;

  private final int[] back = new int[MOST + 1];
  private final long[] first = new long[MOST + 1];
  private final long[] second = new long[MOST + 1];
  private int size;
  private long newest;

  void clear() {
    size = 0;
  }

  /** Unpacks a value from its newest pane on. */
  void read(Kind kind, Value value, int length) {
    newest = value.varint();
    if (counts(kind)) {
      value.varint();
      readCounts(value, length);
      return;
    }
    int n = 0;
    int distance = 0;
    while (value.at < length) {
      int head = value.next();
      distance += head & BACK;
      back[n] = distance;
      boolean more = (head & MORE) != 0;
      switch (kind) {
        case RATIO -> {
          first[n] = more ? value.varint() : 1;
          second[n] = more ? value.varint() : head >>> 7;
        }
        case SUM -> first[n] = value.signed();
        case FIRST_SEEN -> first[n] = value.varint();
        case COUNT, RATE, DISTINCT -> throw new AssertionError(kind);
      }
      n++;
    }
    size = n;
  }

  private void readCounts(Value value, int length) {
    int n = 0;
    int distance = 0;
    while (value.at < length) {
      int head = value.next();
      distance += head & BACK;
      back[n] = distance;
      second[n] = 0;
      first[n++] = (head & MORE) == 0 ? 1 : value.varint();
    }
    size = n;
  }

  static boolean counts(Kind kind) {
    return kind == Kind.COUNT || kind == Kind.RATE;
  }

  /**
   * Counts one more in the newest pane, in the bytes as they are. Where the pane is another one, or
   * the bytes do not suffice, it changes nothing.
   *
   * @param value after the length of the pane
   * @return the sum of all panes, or -1 where nothing was changed
   */
  static long addInPlace(Value value, long pane) {
    if (value.varint() != pane) {
      return -1;
    }
    int totalAt = value.at;
    long total = value.varint() + 1;
    int head = value.next();
    int countAt = value.at;
    if ((head & MORE) == 0) {
      return -1;
    }
    long count = value.varint() + 1;
    // A varint grows where a power of 128 is reached, which only has the lowest bit of seven.
    if (grows(total) || grows(count)) {
      return -1;
    }
    value.at = totalAt;
    value.varint(total);
    value.at = countAt;
    value.varint(count);
    return total;
  }

  private static boolean grows(long number) {
    return Long.bitCount(number) == 1 && Long.numberOfTrailingZeros(number) % 7 == 0;
  }

  void write(Kind kind, Value value) {
    value.varint(newest);
    if (counts(kind)) {
      writeCounts(value);
      return;
    }
    int before = 0;
    for (int i = 0; i < size; i++) {
      int head = back[i] - before;
      before = back[i];
      switch (kind) {
        case RATIO -> {
          if (first[i] == 1) {
            value.next(second[i] == 0 ? head : head | PART);
          } else {
            value.next(head | MORE);
            value.varint(first[i]);
            value.varint(second[i]);
          }
        }
        case SUM -> {
          value.next(head);
          value.signed(first[i]);
        }
        case FIRST_SEEN -> {
          value.next(head);
          value.varint(first[i]);
        }
        case COUNT, RATE, DISTINCT -> throw new AssertionError(kind);
      }
    }
  }

  private void writeCounts(Value value) {
    value.varint(sum(newest - Panes.IN_WINDOW, newest));
    int before = 0;
    for (int i = 0; i < size; i++) {
      int head = back[i] - before;
      before = back[i];
      if (first[i] == 1) {
        value.next(head);
      } else {
        value.next(head | MORE);
        value.varint(first[i]);
      }
    }
  }

  /**
   * Adds to a pane.
   *
   * @param amount 1, the amount of a sum, or for first-seen the milliseconds into the pane
   * @param part 1 where the event is of the part of a ratio, else 0
   * @return whether the pane is still kept
   */
  boolean add(Kind kind, long pane, long amount, long part) {
    if (size == 0) {
      newest = pane;
      insert(0, 0, amount, part);
      return true;
    }
    if (pane > newest) {
      advance(pane - newest);
      newest = pane;
      insert(0, 0, amount, part);
      return true;
    }
    long distance = newest - pane;
    if (distance > Panes.IN_WINDOW) {
      return false;
    }
    int i = 0;
    while (i < size && back[i] < distance) {
      i++;
    }
    if (i == size || back[i] != distance) {
      insert(i, (int) distance, amount, part);
    } else {
      switch (kind) {
        case SUM -> first[i] = plus(first[i], amount);
        case FIRST_SEEN -> first[i] = Math.min(first[i], amount);
        case COUNT, RATE, RATIO, DISTINCT -> {
          first[i] += amount;
          second[i] += part;
        }
      }
    }
    return true;
  }

  private void advance(long by) {
    int kept = 0;
    while (kept < size && back[kept] + by <= Panes.IN_WINDOW) {
      back[kept++] += (int) by;
    }
    size = kept;
  }

  private void insert(int at, int distance, long amount, long part) {
    for (int i = size; i > at; i--) {
      back[i] = back[i - 1];
      first[i] = first[i - 1];
      second[i] = second[i - 1];
    }
    back[at] = distance;
    first[at] = amount;
    second[at] = part;
    size++;
  }

  /** The sum of the first numbers of the panes from one to another. */
  long sum(long from, long to) {
    long sum = 0;
    for (int i = 0; i < size && newest - back[i] >= from; i++) {
      if (newest - back[i] <= to) {
        sum = plus(sum, first[i]);
      }
    }
    return sum;
  }

  /** Part over whole in the panes from one to another, 0 where there is nothing. */
  double ratio(long from, long to) {
    long whole = 0;
    long part = 0;
    for (int i = 0; i < size && newest - back[i] >= from; i++) {
      if (newest - back[i] <= to) {
        whole += first[i];
        part += second[i];
      }
    }
    return whole == 0 ? 0 : (double) part / whole;
  }

  /** The earliest time in the panes from one to another, -1 where there is nothing. */
  long earliest(long millis, long from, long to) {
    for (int i = size - 1; i >= 0; i--) {
      long pane = newest - back[i];
      if (pane >= from) {
        return pane <= to ? pane * millis + first[i] : -1;
      }
    }
    return -1;
  }

  private static long plus(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }
}
