package reeve.server.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import reeve.rules.schema.Facts;
import reeve.server.cases.Docket;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.run.Finding;
import reeve.server.watch.run.Verdicts;

/**
 * Carries one verdict log on, from where the database says. What fails for a reason that passes is
 * tried again; a verdict that the database will never take is passed over, counted and told of, and
 * stays in its log.
 */
final class Carrier {
  private static final Logger LOG = LoggerFactory.getLogger(Carrier.class);
  private static final int AT_ONCE = 500;
  private static final Duration NEWS = Duration.ofMillis(500);
  private static final long PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private final Watching.Stage stage;
  private final String log;
  private final Emission emission;
  private final CountDownLatch ending;
  private volatile @Nullable String trouble;
  private volatile long passedOver;

  /**
   * @param log names the log
   * @param ending counted down at the end
   */
  Carrier(Watching.Stage stage, String log, Emission emission, CountDownLatch ending) {
    this.stage = stage;
    this.log = log;
    this.emission = emission;
    this.ending = ending;
  }

  /** Why verdicts do not reach their cases now, or that some never did. */
  @Nullable String trouble() {
    return trouble == null && passedOver > 0
        ? "%,d verdicts never reached their case; the log of the server has the reasons."
            .formatted(passedOver)
        : trouble;
  }

  /**
   * Goes on until the end.
   *
   * @param check throws where the watcher has ended
   */
  void run(EventLog verdicts, Runnable check) throws InterruptedException {
    // What is older than the log keeps was carried on long ago, or is gone for good.
    long from = Math.max(emission.position(log), verdicts.begin());
    Facts facts = new Facts(Verdicts.SCHEMA);
    try (LogReader reader = verdicts.read(Math.min(from, verdicts.end()))) {
      while (ending.getCount() > 0) {
        check.run();
        long begin = reader.position();
        List<Finding> some = new ArrayList<>();
        while (some.size() < AT_ONCE && reader.next(facts)) {
          some.add(Verdicts.read(facts));
        }
        if (some.isEmpty()) {
          reader.await(NEWS);
        } else {
          carry(some, begin, reader.position(), check);
        }
      }
    }
  }

  private void carry(List<Finding> some, long from, long to, Runnable check)
      throws InterruptedException {
    for (int tries = 0; ending.getCount() > 0; tries++) {
      check.run();
      try {
        emission.emit(stage, log, some, to);
        trouble = null;
        return;
      } catch (Docket.CaseMoved e) {
        LOG.debug("{}; once more", e.getMessage());
      } catch (NonTransientDataAccessException | IllegalArgumentException e) {
        alone(some, from, to, e);
        return;
      } catch (RuntimeException e) {
        if (tries == 0) {
          LOG.error("{} verdicts wait, and are tried again", stage.code(), e);
        }
        trouble = "Verdicts do not reach their cases now (" + e.getClass().getSimpleName() + ").";
        long pause = Math.min(LONGEST_PAUSE_MS, PAUSE_MS << Math.min(tries, 10));
        if (ending.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }

  /** One by one, so that the one that cannot be taken holds up no other. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
  private void alone(List<Finding> some, long from, long to, RuntimeException why)
      throws InterruptedException {
    if (some.size() == 1) {
      LOG.error(
          "verdict {} of {} is passed over", some.getFirst().id(), some.getFirst().rule(), why);
      passedOver++;
      carry(List.of(), from, to, () -> {});
      return;
    }
    for (int i = 0; i < some.size(); i++) {
      // Until all are in, the position stays before them: verdicts that were taken are known.
      carry(List.of(some.get(i)), from, i == some.size() - 1 ? to : from, () -> {});
    }
  }
}
