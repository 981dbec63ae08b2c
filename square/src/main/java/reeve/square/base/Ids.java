package reeve.square.base;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of the form (milliseconds since 1970 &lt;&lt; 20) | tail, so that ids sort by time.
 * They rise within a process; the tail starts at random in each millisecond, so that two processes
 * do not meet (and where they do, the primary key refuses the second).
 */
public final class Ids {
  private static final int TAIL_BITS = 20;
  private static final long TAIL = (1L << TAIL_BITS) - 1;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicLong LAST = new AtomicLong();

  private Ids() {}

  /** The next id. */
  public static long next(InstantSource clock) {
    long fresh = at(clock.instant(), RANDOM.nextInt() & (TAIL >> 1));
    return LAST.updateAndGet(last -> Math.max(last + 1, fresh));
  }

  /**
   * An id for something that happened at another time, for imports.
   *
   * @param entropy decides the tail; the same instant and entropy give the same id
   */
  public static long at(Instant at, long entropy) {
    return Math.max(1, at.toEpochMilli()) << TAIL_BITS | (entropy & TAIL);
  }

  static long parse(String text, String what) {
    long id = orZero(text);
    if (id == 0) {
      throw Refusal.notFound(what);
    }
    return id;
  }

  /** Reads an id from outside: 1 to 19 digits; 0 where it is none that anything could have. */
  public static long orZero(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
