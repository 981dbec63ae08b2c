package reeve.server.watch.run;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reeve.rules.count.Table;
import reeve.rules.engine.History;
import reeve.server.watch.log.Draft;
import reeve.server.watch.log.Progress;

/**
 * Writes one snapshot after the other on a thread of its own, at a bounded rate. The watcher gives
 * it a chunk between two batches whenever it is ready for one ({@link #offer}), and goes on; a
 * chunk is written once the verdicts up to its position are durable.
 */
final class Snapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  private final Progress progress;
  private final List<Table> tables;
  private final long rate;
  private final Duration rest;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final ByteBuffer buffer = ByteBuffer.allocate(Table.CHUNK_BYTES);
  private final Thread thread;

  /** Whether the writer waits for a chunk; the watcher reads it without the lock. */
  private volatile boolean ready;

  private @Nullable Chunk given;
  private boolean ended;
  private int shard;
  private long from;
  private final AtomicLong failures = new AtomicLong();
  private volatile long newest = -1;

  /** Gives what stands beside the counters: on the watcher's thread, between batches. */
  interface Beside {
    /** Done once all verdicts so far are on disk. */
    CompletableFuture<?> durable();

    /** The counters that count: asked for at the first chunk. */
    Map<Long, History> histories();

    /** What rules used of their limits: asked for at the last chunk. */
    ByteBuffer limits(long position);
  }

  /** What the watcher gave; histories with the first chunk, limits with the last. */
  private record Chunk(
      int shard,
      long position,
      CompletableFuture<?> durable,
      @Nullable Map<Long, History> histories,
      @Nullable ByteBuffer limits) {}

  Snapshots(Progress progress, List<Table> tables, WatcherSettings settings, String name) {
    this.progress = progress;
    this.tables = tables;
    this.rate = settings.snapshotRate();
    this.rest = settings.snapshotRest();
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Gives the next chunk where one is wanted. On the watcher's thread, between batches.
   *
   * @param position the last offset that was applied
   */
  void offer(long position, Beside beside) {
    if (!ready || position < 0) {
      return;
    }
    lock.lock();
    try {
      if (!ready || given != null) {
        return;
      }
      boolean first = shard == 0 && from == 0;
      if (first && position == newest) {
        return; // nothing happened since
      }
      buffer.clear();
      Map<Long, History> histories = first ? beside.histories() : null;
      int of = shard;
      from = tables.get(shard).export(from, position, buffer);
      buffer.flip();
      if (from == 0) {
        shard++;
      }
      boolean last = shard == tables.size();
      if (last) {
        shard = 0;
      }
      given =
          new Chunk(
              of, position, beside.durable(), histories, last ? beside.limits(position) : null);
      ready = false;
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      do {
        try {
          write();
        } catch (IOException | RuntimeException e) {
          if (!ended()) { // the end breaks a snapshot off
            failures.incrementAndGet();
            LOG.warn("a snapshot of counters was not written and will be tried again", e);
          }
        }
      } while (rest());
    } catch (InterruptedException e) {
      // The end: what was begun is as if it had never been.
      Thread.currentThread().interrupt();
    }
  }

  /** Writes one snapshot, unless it is to end before. */
  private void write() throws IOException, InterruptedException {
    Chunk chunk = next();
    if (chunk == null || chunk.histories() == null) {
      return;
    }
    try (Draft draft = progress.begin(chunk.position() + 1, rate)) {
      DataOutputStream out = new DataOutputStream(draft);
      Snapshot.begin(out, chunk.histories(), tables.size());
      while (chunk != null) {
        chunk.durable().join();
        Snapshot.chunk(out, chunk.shard(), buffer);
        if (chunk.limits() != null) {
          Snapshot.end(out, chunk.position() + 1, chunk.limits());
          out.flush();
          draft.commit();
          newest = chunk.position();
          return;
        }
        chunk = next();
      }
    }
  }

  private @Nullable Chunk next() throws InterruptedException {
    lock.lock();
    try {
      given = null;
      ready = true;
      while (given == null && !ended) {
        turn.await();
      }
      ready = false;
      return ended ? null : given;
    } finally {
      lock.unlock();
    }
  }

  /** Waits a little; the next snapshot begins with the first chunk. False once it is to end. */
  private boolean rest() throws InterruptedException {
    lock.lock();
    try {
      shard = 0;
      from = 0;
      given = null;
      long left = rest.toNanos();
      while (!ended && left > 0) {
        left = turn.awaitNanos(left);
      }
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Times that a snapshot was not written, since the start. */
  long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      ended = true;
      turn.signalAll();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
    Background.awaitEnd(thread);
  }
}
