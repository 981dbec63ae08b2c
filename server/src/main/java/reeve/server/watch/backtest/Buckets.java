package reeve.server.watch.backtest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A period in equal parts.
 *
 * @param from ms, the first moment
 * @param millis of one part
 * @param count how many parts
 */
record Buckets(long from, long millis, int count) {
  static final int MOST = 200;

  private static final long MINUTE = 60_000;

  /** Lengths that people reckon in. */
  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(7));

  static Buckets of(Instant from, Instant to) {
    long millis = to.toEpochMilli() - from.toEpochMilli();
    long length =
        LongStream.concat(
                LENGTHS.stream().mapToLong(Duration::toMillis),
                LongStream.of(Math.ceilDiv(Math.ceilDiv(millis, MOST), MINUTE) * MINUTE))
            .filter(one -> Math.ceilDiv(millis, one) <= MOST)
            .findFirst()
            .orElseThrow();
    return new Buckets(from.toEpochMilli(), length, (int) Math.ceilDiv(millis, length));
  }

  int of(long at) {
    return Math.clamp((at - from) / millis, 0, count - 1);
  }
}
