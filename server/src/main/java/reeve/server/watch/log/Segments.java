package reeve.server.watch.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the log consists of, for all of its threads. A segment is closed before the tail leaves it,
 * so that who reads the tail first misses none.
 */
final class Segments {
  private final ConcurrentSkipListMap<Long, Segment> closed = new ConcurrentSkipListMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile Tail tail;
  private volatile long replaced;
  private volatile @Nullable LogException ended;

  Segments(List<Segment> closed, Tail tail) {
    closed.forEach(this::put);
    this.tail = tail;
  }

  Tail tail() {
    return tail;
  }

  void tail(Tail tail) {
    this.tail = tail;
    wake();
  }

  private void wake() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void put(Segment segment) {
    closed.put(segment.first(), segment);
  }

  void remove(Segment segment) {
    closed.remove(segment.first());
  }

  /** Closed ones, oldest first. */
  List<Segment> closed() {
    return List.copyOf(closed.values());
  }

  /** The closed one that holds an offset. */
  @Nullable Segment at(long offset) {
    Map.Entry<Long, Segment> floor = closed.floorEntry(offset);
    return floor != null && offset < floor.getValue().end() ? floor.getValue() : null;
  }

  /** The first offset that is kept. */
  long begin() {
    Map.Entry<Long, Segment> oldest = closed.firstEntry();
    return oldest == null ? tail.first() : oldest.getKey();
  }

  /** How often events were taken out of files; who holds a file open then opens it anew. */
  long replaced() {
    return replaced;
  }

  /** Of the one thread that replaces files. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
  void countReplaced() {
    replaced++;
  }

  /** From now on nothing can be read or waited for. */
  void end(LogException why) {
    if (ended == null) {
      ended = why;
    }
    wake();
  }

  /**
   * Refuses once the log has ended.
   *
   * @throws LogException the reason
   */
  void check() {
    LogException why = ended;
    if (why != null) {
      throw new LogException(why.problem(), String.valueOf(why.getMessage()), why);
    }
  }

  /** Waits until the log is durable beyond an offset; false where the time passed before. */
  boolean await(long offset, long nanos) throws InterruptedException {
    long left = nanos;
    lock.lock();
    try {
      while (tail.end() <= offset) {
        check();
        if (left <= 0) {
          return false;
        }
        left = grown.awaitNanos(left);
      }
      check();
      return true;
    } finally {
      lock.unlock();
    }
  }
}
