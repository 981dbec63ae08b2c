package reeve.rules.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Some threads that do the same work at once, each its own part: the calling thread is one, the
 * others are daemons of the crew. Whoever waits spins for some microseconds and then parks, for the
 * cores are shared. One thread at a time may call it.
 */
final class Crew implements AutoCloseable {
  /** About 20 microseconds. */
  private static final int SPINS = 500;

  /** What each member does. */
  interface Work {
    /**
     * Does one member's part.
     *
     * @param member from 0, which is the calling thread
     */
    void run(int member);
  }

  private final Helper[] helpers;
  private final AtomicInteger busy = new AtomicInteger();
  private @Nullable Work work;
  private @Nullable Thread caller;
  private volatile int calls;
  private volatile boolean callerParks;
  private volatile @Nullable Throwable failure;

  /**
   * @param members at least 1; with one no thread is started
   */
  Crew(int members) {
    helpers = new Helper[members - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
      helpers[i].thread.start();
    }
  }

  /** Returns when all members have done their part; throws what one of them threw. */
  void run(Work work) {
    if (helpers.length == 0) {
      work.run(0);
      return;
    }
    busy.set(helpers.length);
    call(work);
    try {
      work.run(0);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    await();
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a thread of the engine failed", thrown);
    }
  }

  private void call(@Nullable Work next) {
    work = next;
    caller = Thread.currentThread();
    // Only this thread writes it.
    int call = calls + 1;
    calls = call;
    for (Helper helper : helpers) {
      if (helper.parks) {
        LockSupport.unpark(helper.thread);
      }
    }
  }

  private void await() {
    for (int spin = 0; spin < SPINS; spin++) {
      if (busy.get() == 0) {
        return;
      }
      Thread.onSpinWait();
    }
    callerParks = true;
    while (busy.get() != 0) {
      LockSupport.park(this);
    }
    callerParks = false;
  }

  /** Ends the threads and waits until they are gone. */
  @Override
  public void close() {
    call(null);
    boolean interrupted = false;
    for (Helper helper : helpers) {
      while (helper.thread.isAlive()) {
        try {
          helper.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Helper {
    final Thread thread;
    volatile boolean parks;

    Helper(int member) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("engine-" + member)
              .unstarted(() -> {
                int seen = 0;
                while (true) {
                  await(seen++);
                  Work next = work;
                  if (next == null) {
                    return;
                  }
                  try {
                    next.run(member);
                  } catch (Throwable thrown) {
                    failure = thrown;
                  }
                  if (busy.decrementAndGet() == 0 && callerParks) {
                    LockSupport.unpark(caller);
                  }
                }
              });
    }

    private void await(int seen) {
      for (int spin = 0; spin < SPINS; spin++) {
        if (calls != seen) {
          return;
        }
        Thread.onSpinWait();
      }
      parks = true;
      while (calls == seen) {
        LockSupport.park(this);
      }
      parks = false;
    }
  }
}
