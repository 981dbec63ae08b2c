package reeve.server.transparency;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Many whole numbers, for their ranks. What does not fit is the greatest that does. */
final class Numbers {
  private int[] values = new int[64];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = Math.clamp(value, 0, Integer.MAX_VALUE);
  }

  /** How they lie, by nearest rank: the smallest that at least this share does not exceed. */
  Ranks ranks() {
    int[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    long sum = 0;
    for (int value : sorted) {
      sum += value;
    }
    return new Ranks(size, sum, rank(sorted, 50), rank(sorted, 90), rank(sorted, 99));
  }

  private static @Nullable Long rank(int[] sorted, int percent) {
    return sorted.length == 0
        ? null
        : Long.valueOf(sorted[(int) Math.ceilDiv((long) sorted.length * percent, 100L) - 1]);
  }

  /** Null where there are none. */
  record Ranks(
      long count, long sum, @Nullable Long median, @Nullable Long ninetieth, @Nullable Long last) {
    static final Ranks NONE = new Ranks(0, 0, null, null, null);
  }
}
