package reeve.server.watch.run;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;

/**
 * Follows a log on a thread of its own, some batches ahead of whoever applies them: to read an
 * event takes nothing of those before it. For one thread at a time.
 */
final class LogAhead implements AutoCloseable {
  private static final int BATCHES = 3;
  private static final Duration NEWS = Duration.ofMillis(100);

  private final EventLog events;
  private final long from;
  private final long until;
  private final Supplier<Consumer<Facts>> derive;
  private final BlockingQueue<Batch> free = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile boolean closing;
  private @Nullable Batch given;

  /**
   * @param until events before this offset
   * @param derive what fills the fields that are read off others, now
   * @param name of its thread
   */
  LogAhead(EventLog events, long from, long until, Supplier<Consumer<Facts>> derive, String name) {
    this.events = events;
    this.from = from;
    this.until = until;
    this.derive = derive;
    for (int i = 0; i < BATCHES; i++) {
      free.add(new Batch());
    }
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void run() {
    try (LogReader reader = events.read(from)) {
      while (!closing && reader.position() < until) {
        Batch batch = free.take();
        long before = reader.position();
        batch.fill(reader, until, derive.get());
        while (reader.position() == before && !closing) {
          reader.await(NEWS);
          batch.fill(reader, until, derive.get());
        }
        full.put(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable e) { // whatever it is, who applies is to know
      failure = e;
    }
  }

  /**
   * The next events; what the batch before held is forgotten. Null where there are none yet.
   *
   * @param longest to wait for them
   * @throws RuntimeException what reading threw, once all that was read before has been given
   */
  @Nullable Batch next(Duration longest) throws InterruptedException {
    Batch before = given;
    if (before != null) {
      given = null;
      free.put(before);
    }
    Batch batch = full.poll();
    if (batch == null) {
      Throwable why = failure;
      batch = full.poll(why == null ? longest.toNanos() : 0, TimeUnit.NANOSECONDS);
      if (batch == null && why instanceof RuntimeException thrown) {
        throw thrown;
      } else if (batch == null && why instanceof Error thrown) {
        throw thrown;
      }
    }
    given = batch;
    return batch;
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    Background.awaitEnd(thread);
  }
}
