package reeve.bench;

import java.util.Arrays;

/** Times of one thread in microseconds, and the quantiles of many. */
final class Latencies {
  private long[] micros = new long[1 << 14];
  private int size;

  void add(long nanos) {
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, size * 2);
    }
    micros[size++] = nanos / 1000;
  }

  int size() {
    return size;
  }

  void addAll(Latencies other) {
    for (int i = 0; i < other.size; i++) {
      add(other.micros[i] * 1000);
    }
  }

  /** In milliseconds; 0 where there are none. */
  double quantile(double part) {
    if (size == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(micros, size);
    Arrays.sort(sorted);
    return sorted[Math.min(size - 1, (int) (part * size))] / 1000.0;
  }
}
