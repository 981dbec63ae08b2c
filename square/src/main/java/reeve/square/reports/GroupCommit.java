package reeve.square.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;

/**
 * Lets requests that come at the same time share a commit. One thread takes whatever waits (at most
 * {@code mostAtOnce}), does it in one transaction, and answers each request after the commit. A
 * lone request is done at once; where many came together a moment ago, the next batch waits a few
 * milliseconds for as many.
 *
 * @param <T> a request
 * @param <R> its answer
 */
final class GroupCommit<T, R> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long GATHER_NANOS = 4_000_000;

  private final Work<T, R> work;
  private final int mostAtOnce;
  private final BlockingQueue<Waiting<T, R>> queue;
  private final Thread committer;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile List<Waiting<T, R>> committing = List.of();
  private volatile boolean closed;

  /** What is done for a batch, in one transaction of its own. */
  interface Work<T, R> {
    /** One outcome for each request, in their order; throws when the whole batch failed. */
    List<Outcome<R>> commit(List<T> batch);
  }

  /** An answer, or a refusal of that one request. */
  record Outcome<R>(@Nullable R answer, @Nullable Refusal refusal) {
    static <R> Outcome<R> of(R answer) {
      return new Outcome<>(answer, null);
    }

    static <R> Outcome<R> refused(Refusal refusal) {
      return new Outcome<>(null, refusal);
    }
  }

  private record Waiting<T, R>(T request, long since, CompletableFuture<Outcome<R>> answer) {
    boolean tooLong() {
      return System.nanoTime() - since > PATIENCE.toNanos();
    }
  }

  GroupCommit(String name, int mostAtOnce, int mostWaiting, Work<T, R> work) {
    this.work = work;
    this.mostAtOnce = mostAtOnce;
    this.queue = new ArrayBlockingQueue<>(mostWaiting);
    this.committer = Thread.ofPlatform().daemon().name(name).start(this::run);
    Thread.ofPlatform().daemon().name(name + "-watch").start(this::watch);
  }

  /**
   * Returns after the commit.
   *
   * @throws Refusal of this request, because too many wait, or because it took half a minute
   */
  R submit(T request) {
    var waiting = new Waiting<T, R>(request, System.nanoTime(), new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      throw new Refusal(
          Fault.BUSY, "The square is busy; send this again shortly.", Duration.ofSeconds(2));
    }
    Outcome<R> outcome = await(waiting.answer());
    if (outcome.answer() == null) {
      throw outcome.refusal() == null ? unknown() : outcome.refusal();
    }
    return outcome.answer();
  }

  private Outcome<R> await(CompletableFuture<Outcome<R>> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown();
    } catch (ExecutionException e) {
      // As if the commit had run here: the answer says what the database said.
      throw e.getCause() instanceof RuntimeException failed
          ? failed
          : new IllegalStateException("a commit failed", e.getCause());
    }
  }

  private static Refusal unknown() {
    return new Refusal(
        Fault.UNAVAILABLE,
        "It is not known whether this was kept; send it again.",
        Duration.ofSeconds(5));
  }

  private void run() {
    var batch = new ArrayList<Waiting<T, R>>(mostAtOnce);
    while (true) {
      int before = batch.size();
      batch.clear();
      try {
        Waiting<T, R> first = closed ? queue.poll() : queue.poll(1, TimeUnit.SECONDS);
        if (first == null) {
          if (closed) {
            return;
          }
          continue;
        }
        batch.add(first);
        gather(batch, before);
      } catch (InterruptedException e) {
        // close() wakes us; what waits is still done.
        if (batch.isEmpty()) {
          continue;
        }
      }
      committing = List.copyOf(batch);
      commit(batch);
      committing = List.of();
    }
  }

  /** One look a second at who waits too long: a timer for each request would cost more than it. */
  private void watch() {
    try {
      while (!closing.await(1, TimeUnit.SECONDS)) {
        committing.forEach(GroupCommit::giveUp);
        queue.forEach(GroupCommit::giveUp);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T, R> void giveUp(Waiting<T, R> waiting) {
    if (waiting.tooLong()) {
      waiting.answer().complete(Outcome.refused(unknown()));
    }
  }

  private void gather(List<Waiting<T, R>> batch, int expected) throws InterruptedException {
    long end = System.nanoTime() + GATHER_NANOS;
    queue.drainTo(batch, mostAtOnce - 1);
    while (batch.size() < expected && !closed) {
      Waiting<T, R> next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void commit(List<Waiting<T, R>> batch) {
    try {
      var outcomes = work.commit(batch.stream().map(Waiting::request).toList());
      for (int i = 0; i < outcomes.size(); i++) {
        batch.get(i).answer().complete(outcomes.get(i));
      }
    } catch (RuntimeException | Error e) {
      // Whatever it was, those who wait are told, and the one thread lives on.
      if (batch.size() == 1) {
        batch.getFirst().answer().completeExceptionally(e);
        return;
      }
      // One of them may have brought down all: each gets a transaction of its own.
      for (var one : batch) {
        commit(List.of(one));
      }
    }
  }

  /** Does what waits and stops. */
  @Override
  public void close() {
    closed = true;
    closing.countDown();
    committer.interrupt();
    try {
      committer.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
