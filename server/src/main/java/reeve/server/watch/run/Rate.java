package reeve.server.watch.run;

/** Events a second over about the last minute. One writer, any readers. */
final class Rate {
  private static final int SECONDS = 60;

  private final long[] counts = new long[SECONDS];
  private final long[] at = new long[SECONDS];

  synchronized void add(long second, long events) {
    int slot = (int) (second % SECONDS);
    if (at[slot] != second) {
      at[slot] = second;
      counts[slot] = 0;
    }
    counts[slot] += events;
  }

  synchronized double perSecond(long second) {
    long sum = 0;
    for (int i = 0; i < SECONDS; i++) {
      if (at[i] > second - SECONDS && at[i] <= second) {
        sum += counts[i];
      }
    }
    return (double) sum / SECONDS;
  }
}
