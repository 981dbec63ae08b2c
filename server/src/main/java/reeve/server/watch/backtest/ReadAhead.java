package reeve.server.watch.backtest;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.run.Background;
import reeve.server.watch.signal.Derived;

/**
 * Reads a stretch of an archive on a thread of its own, some batches ahead of whoever applies them,
 * in the order of offsets. What rules read and the archive does not hold is read off the texts
 * there. For one reader at a time.
 */
final class ReadAhead implements AutoCloseable {
  private static final int EVENTS = 2_048;
  private static final int BATCHES = 3;

  private final Archive archive;
  private final Stretch stretch;
  private final Derived derived;
  private final int at;
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable Batch given;

  /**
   * What is read.
   *
   * @param begin first offset
   * @param end offset after the last
   * @param from ms: events before are passed over
   * @param to ms: events from then on are passed over
   */
  record Stretch(long begin, long end, long from, long to) {}

  /** Some events; good until the next batch is asked for. */
  static final class Batch {
    final Facts[] events = new Facts[EVENTS];
    int size;

    /** The first offset that is not read. */
    long position;

    /** Events without a time, passed over. */
    long lacking;

    boolean last;
    @Nullable Throwable failure;
  }

  ReadAhead(Archive archive, Schema schema, Stretch stretch, Derived derived) {
    this.archive = archive;
    this.stretch = stretch;
    this.derived = derived;
    at = schema.at("event.at_ms").index();
    for (int i = 0; i < BATCHES; i++) {
      Batch batch = new Batch();
      for (int j = 0; j < EVENTS; j++) {
        batch.events[j] = new Facts(schema);
      }
      free.add(batch);
    }
    thread = Thread.ofPlatform().daemon().name("archive-reader").start(this::read);
  }

  private void read() {
    Batch batch = null;
    try (LogReader reader = archive.read(Math.min(archive.end(), stretch.begin()))) {
      boolean more = true;
      while (more && !closed) {
        batch = free.take();
        more = fill(batch, reader);
        batch.last = !more;
        full.put(batch);
        batch = null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fail(batch, e);
    }
  }

  /** Also while all batches are with the other thread. */
  private void fail(@Nullable Batch batch, Throwable why) {
    Batch told = batch == null ? new Batch() : batch;
    told.failure = why;
    told.last = true;
    boolean put = false;
    while (!put && !closed) {
      try {
        full.put(told);
        put = true;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** False at the end. */
  private boolean fill(Batch batch, LogReader reader) {
    batch.size = 0;
    batch.lacking = 0;
    while (batch.size < EVENTS) {
      Facts facts = batch.events[batch.size];
      if (reader.position() >= stretch.end() || !reader.next(facts)) {
        batch.position = stretch.end();
        return false;
      }
      batch.position = reader.position();
      if (reader.offset() >= stretch.end()) {
        return false;
      }
      if (!facts.has(at)) {
        batch.lacking++;
      } else if (facts.integer(at) >= stretch.from() && facts.integer(at) < stretch.to()) {
        derived.fill(facts);
        batch.size++;
      }
    }
    return true;
  }

  /** The next events; null at the end. What the batch before held is forgotten. */
  @Nullable Batch next() throws InterruptedException {
    Batch before = given;
    if (before != null) {
      given = null;
      if (before.last) {
        return null;
      }
      free.put(before);
    }
    Batch batch = full.take();
    Throwable failure = batch.failure;
    if (failure instanceof RuntimeException thrown) {
      throw thrown;
    } else if (failure instanceof Error thrown) {
      throw thrown;
    }
    given = batch;
    return batch;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Background.awaitEnd(thread);
  }
}
