package reeve.server.watch;

import java.time.Duration;
import reeve.rules.schema.Facts;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogReader;

/**
 * Reads the event log in its order and follows its end, for whoever learns from all that happened.
 * Of one thread. Each call may fail with a {@link RuntimeException}: then it is closed, and another
 * one is opened later.
 */
public final class Replay implements AutoCloseable {
  private final Journal journal;
  private final LogReader reader;

  Replay(Journal journal, LogReader reader) {
    this.journal = journal;
    this.reader = reader;
  }

  /**
   * Goes to the next event.
   *
   * @param into of {@link reeve.rules.schema.TownEvents#SCHEMA}
   * @return false where there is none yet
   */
  public boolean next(Facts into) {
    try {
      return reader.next(into);
    } catch (LogException e) {
      journal.failed(e);
      throw e;
    }
  }

  /** Returns when there may be news, or after the time given. */
  public void await(Duration longest) throws InterruptedException {
    reader.await(longest);
  }

  /** The first offset that was not read. */
  public long position() {
    return reader.position();
  }

  /** When the log took the event that was read last, milliseconds since 1970. */
  public long arrival() {
    return reader.arrival();
  }

  @Override
  public void close() {
    reader.close();
  }
}
