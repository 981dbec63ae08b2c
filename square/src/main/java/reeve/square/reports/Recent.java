package reeve.square.reports;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was read a short while ago, by account. Holds at most 50,000 values; then it starts afresh.
 *
 * @param <V> a value
 */
final class Recent<V> {
  private static final int MOST = 50_000;

  private final ConcurrentHashMap<Long, Held<V>> held = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final long millis;

  private record Held<V>(V value, long until) {}

  Recent(InstantSource clock, Duration life) {
    this.clock = clock;
    this.millis = life.toMillis();
  }

  @Nullable V get(Long account) {
    Held<V> one = held.get(account);
    return one == null || one.until() <= clock.millis() ? null : one.value();
  }

  void put(Long account, V value) {
    if (held.size() >= MOST) {
      held.clear();
    }
    held.put(account, new Held<>(value, clock.millis() + millis));
  }
}
