package reeve.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import reeve.rules.schema.Slot;
import reeve.server.watch.EventReader;
import reeve.server.watch.EventsRead;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.Receipt;

/** The one source of a log: reads lines as the server does, and appends them. Of one thread. */
final class EventSource {
  private final EventLog log;
  private final String name;
  private final EventReader reader;
  private final long base;
  private final long first;
  private long sent;

  EventSource(EventLog log, String name, Predicate<Slot> wanted) {
    this.log = log;
    this.name = name;
    reader = new EventReader(name, wanted);
    base = log.end();
    sent = log.reached(name) + 1;
    first = sent;
  }

  CompletableFuture<Receipt> send(byte[] lines, int length) {
    EventBatch batch = log.batch(name);
    try {
      EventsRead read =
          reader.lines(
              new ByteArrayInputStream(lines, 0, length), sent, System.currentTimeMillis(), batch);
      if (read.refusals() > 0) {
        throw new IllegalStateException("refused: " + read.refused().getFirst().detail());
      }
      sent += read.events();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log.append(batch);
  }

  /** The offset behind the last event that was sent, where nobody else writes. */
  long offsetAfter() {
    return base + sent - first;
  }
}
