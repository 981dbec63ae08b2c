package reeve.server.watch;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;

/** The bytes that batches of events may take while they are read and wait for the log. */
@Component
final class Room {
  private static final int UNIT = 1 << 20;

  private final Semaphore free;

  Room(WatchSettings settings) {
    free = new Semaphore(Math.toIntExact(settings.reading().toBytes() / UNIT));
  }

  /**
   * A share for one batch, with room for what every batch needs.
   *
   * @throws Refused {@link EventsProblem#BUSY}
   */
  Share share() {
    Share share = new Share();
    share.grow(UNIT);
    return share;
  }

  /** What one batch takes, given back when it is closed. Of one thread. */
  final class Share implements AutoCloseable {
    private long used;
    private int taken;

    private Share() {}

    /**
     * Takes more.
     *
     * @throws Refused {@link EventsProblem#BUSY} where others have it
     */
    void grow(long bytes) {
      used += bytes;
      int more = Math.toIntExact((used + UNIT - 1) / UNIT) - taken;
      if (more > 0 && !free.tryAcquire(more)) {
        throw new Refused(
            EventsProblem.BUSY,
            "Other batches are being read, and there is no room for this one. Send it again"
                + " unchanged.");
      }
      taken += Math.max(0, more);
    }

    @Override
    public void close() {
      free.release(taken);
      taken = 0;
    }
  }
}
