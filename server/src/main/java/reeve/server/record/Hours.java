package reeve.server.record;

import java.time.Duration;
import java.time.Instant;

/**
 * When to publish: at whole multiples of a length of time, never in between, also where the clock
 * jumps. What failed is tried again a few times soon after.
 */
final class Hours {
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final int TRIES = 5;

  private final Duration every;
  private Instant next;
  private int failures;

  Hours(Duration every, Instant now) {
    this.every = every;
    this.next = after(now);
  }

  /** Whether it is time; says so once. */
  synchronized boolean due(Instant now) {
    if (now.isBefore(next)) {
      if (next.isAfter(now.plus(every))) {
        next = after(now);
      }
      return false;
    }
    next = after(now);
    return true;
  }

  /** It is time from now on; after that at whole multiples again. */
  synchronized void bringForward(Instant now) {
    next = now;
  }

  synchronized void failed(Instant now) {
    if (++failures < TRIES) {
      next = now.plus(AGAIN);
    } else {
      succeeded();
    }
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized Instant next() {
    return next;
  }

  private Instant after(Instant now) {
    long length = every.toSeconds();
    return Instant.ofEpochSecond((Math.floorDiv(now.getEpochSecond(), length) + 1) * length);
  }
}
