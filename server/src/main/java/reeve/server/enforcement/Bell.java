package reeve.server.enforcement;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import reeve.server.platform.PlatformId;

/** Wakes the worker of a platform in this process when an order is issued. */
@Component
final class Bell {
  private final Map<PlatformId, Semaphore> rung = new ConcurrentHashMap<>();

  void ring(PlatformId platform) {
    of(platform).release();
  }

  /** Returns when rung, or after the time given. */
  void await(PlatformId platform, Duration most) throws InterruptedException {
    Semaphore semaphore = of(platform);
    if (semaphore.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS)) {
      semaphore.drainPermits();
    }
  }

  private Semaphore of(PlatformId platform) {
    return rung.computeIfAbsent(platform, _ -> new Semaphore(0));
  }
}
