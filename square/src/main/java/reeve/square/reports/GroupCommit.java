package reeve.square.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;

/**
 * Lets requests that come at the same time share a commit. A few threads take whatever waits (at
 * most {@code mostAtOnce}), do it in one transaction, and answer each request after the commit.
 * Nobody waits for company: a lone request is done at once.
 *
 * @param <T> a request
 * @param <R> its answer
 */
final class GroupCommit<T, R> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Work<T, R> work;
  private final int mostAtOnce;
  private final BlockingQueue<Waiting<T, R>> queue;
  private final List<Thread> threads = new ArrayList<>();
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

  private record Waiting<T, R>(T request, CompletableFuture<Outcome<R>> answer) {}

  GroupCommit(String name, int committers, int mostAtOnce, int mostWaiting, Work<T, R> work) {
    this.work = work;
    this.mostAtOnce = mostAtOnce;
    this.queue = new ArrayBlockingQueue<>(mostWaiting);
    for (int i = 0; i < committers; i++) {
      threads.add(Thread.ofPlatform().daemon().name(name + "-" + i).start(this::run));
    }
  }

  /**
   * Returns after the commit.
   *
   * @throws Refusal of this request, or because too many wait
   */
  R submit(T request) {
    var waiting = new Waiting<T, R>(request, new CompletableFuture<>());
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
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown();
    } catch (TimeoutException e) {
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
      } catch (InterruptedException e) {
        // close() wakes us; what waits is still done.
        continue;
      }
      queue.drainTo(batch, mostAtOnce - 1);
      commit(batch);
    }
  }

  private void commit(List<Waiting<T, R>> batch) {
    try {
      var outcomes = work.commit(batch.stream().map(Waiting::request).toList());
      for (int i = 0; i < outcomes.size(); i++) {
        batch.get(i).answer().complete(outcomes.get(i));
      }
    } catch (RuntimeException e) {
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
    for (Thread thread : threads) {
      thread.interrupt();
    }
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
