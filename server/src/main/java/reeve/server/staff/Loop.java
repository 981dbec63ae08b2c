package reeve.server.staff;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Work that runs again and again under a lease, in one server process at a time. A slice declares
 * it as a bean; it runs from the start of the server to its end. A step that fails is logged,
 * counted ({@code reeve_loop_failures_total}) and tried again after a growing pause.
 */
public final class Loop {
  /** One round of a loop. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does one round.
     *
     * <p>SHOULD call {@link Lease#confirm} in each transaction that must not be done twice.
     *
     * @return how long to pause before the next round, zero for none; {@link Loop#wake} cuts it
     *     short
     * @throws InterruptedException when the lease is lost or the server stops
     */
    Duration run(Lease lease) throws InterruptedException;
  }

  private final String name;
  private final Step step;
  private final Semaphore news = new Semaphore(0);

  /**
   * A loop, and the name of its lease.
   *
   * @param name 1 to 64 of a-z and '-'
   */
  public Loop(String name, Step step) {
    this.name = name;
    this.step = step;
  }

  public String name() {
    return name;
  }

  /** Ends the pause, or the next one. Cheap; call it after a commit that made work. */
  public void wake() {
    if (news.availablePermits() == 0) {
      news.release();
    }
  }

  Step step() {
    return step;
  }

  void pause(Duration most) throws InterruptedException {
    boolean woken = news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    if (woken) {
      news.drainPermits();
    }
  }
}
