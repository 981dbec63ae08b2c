package reeve.rules.count;

import java.time.Duration;

/**
 * When an event happened, as counters take it.
 *
 * @param millis since 1970, 0 to {@link #LATEST}
 * @param clamped whether the event said another time
 */
public record EventTime(long millis, boolean clamped) {
  /** How far an event's time may lie ahead of its arrival. */
  public static final Duration AHEAD = Duration.ofMinutes(5);

  /** The latest time that counters take, in the year 4199. */
  public static final long LATEST = (1L << 46) - 1;

  /**
   * A time that lies more than {@link #AHEAD} ahead of arrival becomes the arrival, one before 1970
   * becomes 0.
   *
   * @param said what the event says, in milliseconds
   * @param arrival when it came in, 0 to {@link #LATEST}
   */
  public static EventTime of(long said, long arrival) {
    if (arrival < 0 || arrival > LATEST - AHEAD.toMillis()) {
      throw new IllegalArgumentException("an event arrived at " + arrival);
    }
    if (said > arrival + AHEAD.toMillis()) {
      return new EventTime(arrival, true);
    }
    return said < 0 ? new EventTime(0, true) : new EventTime(said, false);
  }
}
