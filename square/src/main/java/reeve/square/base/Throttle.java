package reeve.square.base;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts by key in windows that all begin together, within this process. At most 100,000 keys are
 * counted; when there are more, the fullest way out is a new window for all.
 */
public final class Throttle {
  private static final int MOST_KEYS = 100_000;

  private final InstantSource clock;
  private final long windowMillis;
  private volatile Window window = new Window(Long.MIN_VALUE);

  public Throttle(InstantSource clock, Duration window) {
    this.clock = clock;
    this.windowMillis = window.toMillis();
  }

  /** Counts one and says how many there are now. */
  public int count(Object key) {
    return current().counts.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
  }

  /** How many there are, without counting. */
  public int peek(Object key) {
    AtomicInteger count = current().counts.get(key);
    return count == null ? 0 : count.get();
  }

  /** Forgets a key. */
  public void forget(Object key) {
    current().counts.remove(key);
  }

  /** When the present window ends. */
  public Instant reset() {
    return Instant.ofEpochMilli((current().number + 1) * windowMillis);
  }

  /** How long until then, one second at least. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), reset());
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  private Window current() {
    long number = Math.floorDiv(clock.millis(), windowMillis);
    Window now = window;
    if (now.number != number || now.counts.size() > MOST_KEYS) {
      synchronized (this) {
        now = window;
        if (now.number != number || now.counts.size() > MOST_KEYS) {
          now = new Window(number);
          window = now;
        }
      }
    }
    return now;
  }

  private static final class Window {
    final long number;
    final ConcurrentHashMap<Object, AtomicInteger> counts = new ConcurrentHashMap<>();

    Window(long number) {
      this.number = number;
    }
  }
}
