package reeve.server.enforcement;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failed try: one second doubled with each, at most five minutes, times a
 * random factor between one half and one so that many orders do not come back at once.
 */
final class BackOff {
  private static final long FIRST_MILLIS = 1_000;
  private static final long MOST_MILLIS = 300_000;

  private BackOff() {}

  /**
   * The wait after a failure.
   *
   * @param failures 1 after the first
   */
  static Duration after(int failures, RandomGenerator random) {
    long whole = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.clamp(failures - 1L, 0, 20));
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
