package reeve.server.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failed try: doubled with each, times a random factor between one half
 * and one so that many do not come back at once. Five seconds to half an hour; for what calls the
 * staff one second to one minute.
 */
final class Pause {
  private Pause() {}

  /**
   * The wait after a failure.
   *
   * @param tries 1 after the first
   */
  static Duration after(int tries, boolean toStaff, RandomGenerator random) {
    long first = toStaff ? 1_000 : 5_000;
    long most = toStaff ? 60_000 : 1_800_000;
    long whole = Math.min(most, first << Math.clamp(tries - 1L, 0, 20));
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
