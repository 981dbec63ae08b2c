package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: it takes all that waits, has it written and flushed in one go, and
 * answers. A failure ends it: what the disk holds is not known then.
 */
final class Writer implements Closeable {
  /** Bytes that may wait; a batch is taken whatever its size where none waits. */
  static final long QUEUE = 64 << 20;

  private static final long AGE_CHECK_MS = 1_000;

  private final Appender appender;
  private final Segments segments;
  private final Thread thread = Thread.ofPlatform().daemon().name("event-log").unstarted(this::run);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private List<Work> queue = new ArrayList<>();
  private long queued;
  private @Nullable LogException refusing;

  /** Taken and not answered; of the thread alone. */
  private final ArrayDeque<Work> taken = new ArrayDeque<>();

  private volatile Remembered remembered;

  /** For figures. */
  record Remembered(int sources, int ids, long forgotten) {
    static Remembered of(Known known) {
      return new Remembered(known.sources(), known.ids(), known.forgotten());
    }
  }

  private static final class Work {
    /** Null asks for a new segment. */
    private final @Nullable EventBatch batch;

    private final CompletableFuture<Receipt> answer = new CompletableFuture<>();
    private int fresh;

    private Work(@Nullable EventBatch batch) {
      this.batch = batch;
    }

    private long weight() {
      return batch == null ? 0 : batch.weight();
    }
  }

  Writer(Appender appender, Segments segments) {
    this.appender = appender;
    this.segments = segments;
    remembered = Remembered.of(appender.known());
  }

  void start() {
    thread.start();
  }

  Remembered remembered() {
    return remembered;
  }

  /** Hands a batch over; null asks for a new segment. */
  CompletableFuture<Receipt> hand(@Nullable EventBatch batch) {
    Work one = new Work(batch);
    lock.lock();
    try {
      if (refusing == null && queued > 0 && queued + one.weight() > QUEUE) {
        one.answer.completeExceptionally(
            new LogException(
                LogProblem.BUSY,
                "More events wait than the log holds. Send them again a little later."));
      } else if (refusing != null) {
        one.answer.completeExceptionally(refusing);
      } else {
        queued += one.weight();
        queue.add(one);
        work.signal();
      }
    } finally {
      lock.unlock();
    }
    return one.answer;
  }

  private void run() {
    try {
      for (boolean more = true; more; ) {
        more = take();
        for (Work one : taken) {
          carryOut(one);
        }
        appender.flush();
        answer();
        appender.age();
      }
      appender.close();
    } catch (Throwable e) { // no fault may leave callers waiting
      fail(e);
    }
  }

  /** Takes all that waits; false once the log is being closed. */
  private boolean take() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(AGE_CHECK_MS);
      while (queue.isEmpty() && refusing == null && left > 0) {
        left = work.awaitNanos(left);
      }
      taken.addAll(queue);
      queue = new ArrayList<>();
      return refusing == null;
    } finally {
      lock.unlock();
    }
  }

  private void carryOut(Work one) throws IOException {
    EventBatch batch = one.batch;
    if (batch == null) {
      appender.roll();
    } else if (!batch.byId() && appender.known().full(batch.source())) {
      one.answer.completeExceptionally(
          new LogException(
              LogProblem.TOO_MANY_SOURCES,
              "The event log keeps " + Known.SOURCES + " sources, and this would be one more."));
    } else {
      one.fresh = appender.add(batch);
    }
  }

  private void answer() {
    remembered = Remembered.of(appender.known());
    long weight = 0;
    for (Work one : taken) {
      weight += one.weight();
      int events = one.batch == null ? 0 : one.batch.size();
      one.answer.complete(new Receipt(events, one.fresh, appender.next()));
    }
    taken.clear();
    lock.lock();
    try {
      queued -= weight;
    } finally {
      lock.unlock();
    }
  }

  private void fail(Throwable cause) {
    LogException unknown =
        new LogException(
            LogProblem.STATE_UNKNOWN,
            "The event log could not be written ("
                + cause
                + "). What the disk holds is not known, so it takes and gives nothing more until it"
                + " is opened again.",
            cause);
    lock.lock();
    try {
      refusing = unknown;
      taken.addAll(queue);
      queue.clear();
    } finally {
      lock.unlock();
    }
    segments.end(unknown);
    taken.forEach(one -> one.answer.completeExceptionally(unknown));
    taken.clear();
    try {
      appender.close();
    } catch (IOException e) {
      unknown.addSuppressed(e);
    }
  }

  static LogException closed() {
    return new LogException(LogProblem.CLOSED, "The event log is closed.");
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      refusing = refusing == null ? closed() : refusing;
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was acknowledged waits for nobody, what is written for us
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
