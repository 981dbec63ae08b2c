package reeve.square.holds;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Ends holds soon after their time, also those whose time was over while nothing ran. */
@Component
final class HoldClock implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(HoldClock.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Holds holds;
  private @Nullable ScheduledExecutorService clockwork;

  HoldClock(Holds holds) {
    this.holds = holds;
  }

  private Duration round() {
    try {
      return holds.endLapsed() ? SOON : EVERY;
    } catch (RuntimeException e) {
      LOG.warn("holds whose time is over did not end; the next round tries again", e);
      return EVERY;
    }
  }

  @Override
  public void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("holds").factory());
    clockwork = started;
    again(started, EVERY);
  }

  private void again(ScheduledExecutorService on, Duration later) {
    var _ = on.schedule(() -> again(on, round()), later.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (clockwork != null) {
      clockwork.shutdownNow();
      clockwork = null;
    }
  }

  @Override
  public boolean isRunning() {
    return clockwork != null;
  }
}
