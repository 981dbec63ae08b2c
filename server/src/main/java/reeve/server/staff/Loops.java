package reeve.server.staff;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs every {@link Loop}, each in a thread of its own, while the server runs. */
@Component
final class Loops implements SmartLifecycle {
  static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration BEAT = LEASE.dividedBy(3);
  private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);
  private static final Duration TO_THE_END = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);

  private final ObjectProvider<Loop> loops;
  private final Leases leases;
  private final StaffSettings settings;
  private final MeterRegistry meters;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  Loops(ObjectProvider<Loop> loops, Leases leases, StaffSettings settings, MeterRegistry meters) {
    this.loops = loops;
    this.leases = leases;
    this.settings = settings;
    this.meters = meters;
  }

  @Override
  public void start() {
    running = true;
    if (settings.loops()) {
      loops.forEach(
          loop -> threads.add(Thread.ofVirtual().name(loop.name()).start(() -> keepOn(loop))));
    }
  }

  @Override
  public void stop() {
    running = false;
    if (!threads.isEmpty()) {
      loops.forEach(Loop::wake);
    }
    try {
      // A step that is interrupted loses its connection: each may first come to its end.
      long end = System.nanoTime() + TO_THE_END.toNanos();
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
          thread.interrupt();
        }
      }
      for (Thread thread : threads) {
        if (!thread.join(GRACE)) {
          LOG.warn("{} did not stop within {} s", thread.getName(), GRACE.toSeconds());
        }
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    }
    threads.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void keepOn(Loop loop) {
    int failures = 0;
    while (running) {
      try {
        hold(loop);
        failures = 0;
        loop.pause(BEAT);
      } catch (InterruptedException e) {
        // A lost lease interrupts too: only the end of the server ends the loop.
      } catch (RuntimeException | Error e) {
        // An Error, too: no memory for one step is no reason to do none after it.
        if (!running) {
          // Interrupted by the end of the server: rolled back, and done at the next start.
          LOG.info("{} was broken off: {}", loop.name(), e.getMessage());
          return;
        }
        failures++;
        tell(loop, e);
        pauseAfter(failures, loop);
      }
    }
  }

  private void tell(Loop loop, Throwable failure) {
    try {
      meters.counter("reeve.loop.failures", "loop", loop.name()).increment();
      LOG.error("{} failed and will try again", loop.name(), failure);
    } catch (RuntimeException | Error e) {
      // Where there is no memory for words either, the loop still goes on after its pause.
    }
  }

  private void pauseAfter(int failures, Loop loop) {
    long millis = Math.min(LONGEST_PAUSE_AFTER_FAILURE.toMillis(), 250L << Math.min(failures, 10));
    try {
      loop.pause(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      // See above.
    }
  }

  /** Works as long as it holds the lease; returns when somebody else has it. */
  private void hold(Loop loop) throws InterruptedException {
    Lease lease = leases.take(loop.name(), LEASE).orElse(null);
    if (lease == null) {
      return;
    }
    Thread worker = Thread.currentThread();
    var done = new CountDownLatch(1);
    Thread heart =
        Thread.ofVirtual().name(loop.name() + "-heart").start(() -> beat(lease, worker, done));
    try (lease) {
      try {
        while (running) {
          Duration pause = loop.step().run(lease);
          if (Thread.interrupted()) {
            return;
          }
          if (pause.isPositive()) {
            loop.pause(pause);
          }
        }
      } finally {
        // A beat under way ends before the lease is given back, and keeps its connection.
        done.countDown();
        heart.join();
      }
    }
  }

  private void beat(Lease lease, Thread worker, CountDownLatch done) {
    try {
      long lastBeat = System.nanoTime();
      while (!done.await(BEAT.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          if (!lease.beat()) {
            LOG.warn("{} lost its lease", lease.name());
            worker.interrupt();
            return;
          }
          lastBeat = System.nanoTime();
        } catch (RuntimeException | Error e) {
          LOG.warn("{} could not beat: {}", lease.name(), e.getMessage());
          if (System.nanoTime() - lastBeat > LEASE.toNanos()) {
            worker.interrupt();
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a heart", e);
    }
  }
}
