package reeve.server.likeness;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;

/**
 * Writes to the database what the index tells, until it is there or the work ends, and keeps what
 * went wrong. Written by one thread and ended by another.
 */
final class Storing {
  private static final Logger LOG = LoggerFactory.getLogger(Storing.class);
  private static final long PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 30_000;

  private volatile CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable String trouble;
  private volatile long passedOver;

  /** Something that is written to the database. */
  @FunctionalInterface
  interface Writing {
    void write() throws IOException;
  }

  void begin() {
    ending = new CountDownLatch(1);
  }

  void end() {
    ending.countDown();
  }

  boolean ends() {
    return ending.getCount() == 0;
  }

  /** Rests, or wakes up where the work ends. */
  void pause(long millis) {
    try {
      ending.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why it does not go on now, or what it passed over; null where all is well. */
  @Nullable String trouble() {
    return trouble == null && passedOver > 0
        ? "%,d events could not be taken into the index; the log of the server has the reasons."
            .formatted(passedOver)
        : trouble;
  }

  /**
   * Says why the work does not go on, or that it does.
   *
   * @param why null where it does
   */
  void troubled(@Nullable String why) {
    trouble = why;
  }

  /**
   * Writes, again and again where that fails for a reason that passes: until it is in the database
   * no commit of the index moves past it. What the database will never take is passed over.
   */
  void persist(String what, Writing writing) throws IOException {
    for (int tries = 0; ; tries++) {
      try {
        writing.write();
        return;
      } catch (NonTransientDataAccessException | IllegalArgumentException e) {
        passOver(what, e);
        return;
      } catch (RuntimeException e) {
        if (ends()) {
          throw e;
        }
        if (tries == 0) {
          LOG.error("{} wait, and are tried again", what, e);
        }
        trouble =
            "What the index finds does not reach the cases now ("
                + e.getClass().getSimpleName()
                + ").";
        pause(Math.min(LONGEST_PAUSE_MS, PAUSE_MS << Math.min(tries, 10)));
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
  void passOver(String what, RuntimeException why) {
    if (passedOver++ == 0) {
      LOG.error("{} is passed over", what, why);
    } else {
      LOG.warn("{} is passed over: {}", what, why.toString());
    }
  }
}
