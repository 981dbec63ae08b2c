package reeve.square.base;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** A job of the square that goes round on a thread of its own while the square runs. */
public abstract class Clockwork implements SmartLifecycle {
  private final String name;
  private final Duration first;
  private @Nullable ScheduledExecutorService works;

  /**
   * Waits for its start.
   *
   * @param name of its thread
   * @param first how long after the start the first round comes
   */
  protected Clockwork(String name, Duration first) {
    this.name = name;
    this.first = first;
  }

  /** Does what is due, and MUST NOT throw; gives when to come again. */
  public abstract Duration round();

  @Override
  public final void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    works = started;
    again(started, first);
  }

  private void again(ScheduledExecutorService on, Duration later) {
    var _ = on.schedule(() -> again(on, round()), later.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public final void stop() {
    if (works != null) {
      works.shutdownNow();
      works = null;
    }
  }

  @Override
  public final boolean isRunning() {
    return works != null;
  }
}
