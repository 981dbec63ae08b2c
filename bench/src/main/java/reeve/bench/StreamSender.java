package reeve.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import reeve.rules.schema.Slot;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.Receipt;
import reeve.server.watch.run.Watcher;

/** Sends chunks of lines, as a platform would: as fast as they are taken, or each at its moment. */
final class StreamSender {
  /** So many events may wait between the log and their verdicts. */
  private static final long AHEAD = 100_000;

  private static final int OPEN = 8;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  private final EventLog log;
  private final Watcher watcher;
  private final StreamFeed feed;
  private final EventSource source;
  private volatile boolean stopped;

  StreamSender(
      EventLog log, Watcher watcher, StreamFeed feed, String name, Predicate<Slot> wanted) {
    this.log = log;
    this.watcher = watcher;
    this.feed = feed;
    source = new EventSource(log, name, wanted);
  }

  void stop() {
    stopped = true;
  }

  /** Until {@link #stop}. */
  void flatOut() {
    Queue<CompletableFuture<Receipt>> open = new ArrayDeque<>();
    stopped = false;
    while (!stopped) {
      feed.next(StreamFeed.LINES, System.currentTimeMillis());
      open.add(source.send(feed.bytes(), feed.length()));
      if (open.size() > OPEN) {
        open.remove().join();
      }
      while (log.end() - watcher.settled() > AHEAD && !stopped) {
        LockSupport.parkNanos(200_000);
      }
    }
    open.forEach(CompletableFuture::join);
  }

  /**
   * What came of sending at a rate.
   *
   * @param verdicts from an event's moment until its verdicts are on disk
   * @param longestReceipt nanoseconds from the moment of a chunk's first event to its receipt
   * @param perSecond events whose verdicts came, in each whole second
   */
  record Sent(Latencies verdicts, long longestReceipt, List<Long> perSecond) {}

  private record Chunk(long due, long last, int events) {}

  /**
   * Each event is due at its moment; what is due is sent together.
   *
   * @param warmSeconds that do not count
   * @param midway called once the first half of the counted seconds is over
   */
  Sent atRate(double rate, int warmSeconds, int seconds, Runnable midway)
      throws InterruptedException {
    Queue<Chunk> open = new ConcurrentLinkedQueue<>();
    Latencies latencies = new Latencies();
    List<Long> perSecond = new ArrayList<>();
    AtomicLong longest = new AtomicLong();
    AtomicLong end = new AtomicLong(Long.MAX_VALUE);
    long begin = System.nanoTime();
    long counts = begin + TimeUnit.SECONDS.toNanos(warmSeconds);
    long half = counts + TimeUnit.SECONDS.toNanos(seconds) / 2;
    Thread looking =
        Thread.ofPlatform()
            .name("settling")
            .start(() -> look(open, counts, rate, end, latencies, perSecond));
    boolean called = false;
    long done = 0;
    long length = TimeUnit.SECONDS.toNanos(warmSeconds + seconds);
    for (long now = 0; now < length; now = System.nanoTime() - begin) {
      if (!called && begin + now >= half) {
        midway.run();
        called = true;
      }
      long due = (long) (now / 1e9 * rate) - done;
      if (due <= 0) {
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      int events = feed.next((int) Math.min(due, StreamFeed.LINES), System.currentTimeMillis());
      long first = begin + (long) (done / rate * 1e9);
      var _ =
          source
              .send(feed.bytes(), feed.length())
              .thenRun(() -> {
                if (first >= counts) {
                  longest.accumulateAndGet(System.nanoTime() - first, Math::max);
                }
              });
      done += events;
      open.add(new Chunk(first, source.offsetAfter(), events));
    }
    end.set(System.nanoTime());
    looking.join();
    return new Sent(latencies, longest.get(), perSecond);
  }

  private void look(
      Queue<Chunk> open,
      long counts,
      double rate,
      AtomicLong end,
      Latencies latencies,
      List<Long> perSecond) {
    long next = counts;
    long before = 0;
    while (!open.isEmpty() || System.nanoTime() < end.get()) {
      long now = System.nanoTime();
      if (now >= next) {
        long settled = watcher.settled();
        if (next > counts) {
          perSecond.add(settled - before);
        }
        before = settled;
        next += TimeUnit.SECONDS.toNanos(1);
      }
      Chunk oldest = open.peek();
      if (oldest == null || watcher.settled() < oldest.last()) {
        if (now - PATIENCE > end.get()) {
          throw new IllegalStateException("the last events got no verdict");
        }
        LockSupport.parkNanos(100_000);
        continue;
      }
      open.remove();
      if (oldest.due() >= counts) {
        for (int i = 0; i < oldest.events(); i++) {
          latencies.add(now - oldest.due() - (long) (i / rate * 1e9));
        }
      }
    }
  }
}
