package reeve.server.transparency;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reeve.server.record.RecordCheck;

/**
 * Has the figures computed again from the database, in a process of its own, once in a while. What
 * comes out stands on the public page, whatever it is.
 */
@Component
final class OwnChecks implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(OwnChecks.class);

  private static final Duration AT_LEAST = Duration.ofMinutes(10);

  private final RecordCheck record;
  private final TransparencySettings settings;
  private final InstantSource clock;
  private final Recomputing recomputing;
  private volatile @Nullable Thread thread;

  OwnChecks(RecordCheck record, TransparencySettings settings, InstantSource clock) {
    this.record = record;
    this.settings = settings;
    this.clock = clock;
    this.recomputing = new Recomputing(clock);
  }

  @Override
  public void start() {
    Path dir = settings.dir();
    if (dir != null && !settings.checkEvery().isZero()) {
      thread = Thread.ofVirtual().name("own-checks").start(() -> keepOn(dir));
    }
  }

  private void keepOn(Path dir) {
    try {
      while (true) {
        Thread.sleep(untilNext(dir));
        check(dir);
      }
    } catch (InterruptedException e) {
      // Stopped; its process ends with it.
    }
  }

  /** Checks once; that it could not be done is kept, too. */
  void check(Path dir) throws InterruptedException {
    try {
      Recomputed found =
          recomputing.fromDatabase(
              new Recomputing.Order(record.where(), dir.resolve(Site.FIGURES), 1),
              settings.checkMemory());
      Recomputing.keep(found, dir);
      if (!found.agrees()) {
        LOG.error(
            "THE FIGURES OR THE RECORD ARE NOT WHAT THEY WERE: {} {} {}",
            found.figures(),
            found.proofs(),
            found.labels());
      }
    } catch (RuntimeException e) {
      LOG.error("the figures were not checked and will be again", e);
      // Stopped in the middle it has not failed.
      if (!Thread.currentThread().isInterrupted()) {
        keepFailure(dir);
      }
    }
  }

  private void keepFailure(Path dir) {
    try {
      Recomputing.keepFailure(dir, clock.instant());
    } catch (UncheckedIOException e) {
      LOG.error("nor could that be written for the public page", e);
    }
  }

  /**
   * From the last one on, whoever did it; soon where there was none or its answer is damaged, but
   * never at the start.
   */
  Duration untilNext(Path dir) {
    Instant last = Site.recomputed(dir) == null ? null : Site.written(dir.resolve(Site.RECOMPUTED));
    Duration wait =
        last == null
            ? Duration.ZERO
            : Duration.between(clock.instant(), last.plus(settings.checkEvery()));
    return wait.compareTo(AT_LEAST) < 0 ? AT_LEAST : wait;
  }

  @Override
  public void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
