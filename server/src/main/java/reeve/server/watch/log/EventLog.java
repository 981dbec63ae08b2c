package reeve.server.watch.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import reeve.rules.schema.Schema;

/**
 * An append-only log of events in one directory, each once, at consecutive offsets from 0 that
 * never change. Safe for several threads.
 *
 * <ul>
 *   <li>A receipt MUST NOT be given before the batch is on disk, and what has one survives a stop
 *       of the process or the machine at any moment.
 *   <li>An event that was appended before, by (source, sequence) or by (source, id) within 24 hours
 *       and as many ids as are remembered, changes nothing and is answered alike.
 *   <li>Batches are appended in the order of their calls; readers see events in the order of
 *       offsets, and none before it is on disk.
 *   <li>After a write or a flush that failed all calls are refused with {@link
 *       LogProblem#STATE_UNKNOWN}; whoever opened the log closes it and opens it again.
 * </ul>
 */
public final class EventLog implements AutoCloseable {
  /** An erasure is rewritten by the first job after so long; a job a day makes seven days. */
  private static final Duration GATHERED = Duration.ofDays(6);

  private final Disk disk;
  private final Schema schema;
  private final InstantSource clock;
  private final Encoder encoder;
  private final Segments segments;
  private final Marks marks;
  private final Sealer sealer;
  private final Writer writer;
  private final long cut;
  private final Map<String, Long> reached;

  private EventLog(Disk disk, Schema schema, LogSettings settings, InstantSource clock)
      throws IOException {
    this.disk = disk;
    this.schema = schema;
    this.clock = clock;
    encoder = new Encoder(schema);
    Progress snapshots = new Progress(disk, "known");
    Recovery.Found found = new Recovery(disk, snapshots, settings.ids()).run();
    cut = found.cut();
    reached = found.known().sequences();
    segments = new Segments(found.closed(), new Tail(found.next(), 0, found.next()));
    marks = Marks.open(disk, schema);
    sealer = new Sealer(disk, schema, segments, marks, snapshots, settings, clock);
    Appender appender =
        new Appender(disk, Table.of(schema), found, segments, settings, clock, sealer);
    writer = new Writer(appender, segments);
    writer.start();
  }

  /**
   * Opens, after a stop of any kind, for this process alone.
   *
   * @param directory made where there is none, mode 0700
   * @param schema of the events that are appended and read; it may have changed since
   * @throws LogException {@link LogProblem#DAMAGED}, {@link LogProblem#IN_USE}, {@link
   *     LogProblem#OTHER_FORMAT}
   */
  public static EventLog open(
      Path directory, Schema schema, LogSettings settings, InstantSource clock) throws IOException {
    return open(FileDisk.alone(directory), schema, settings, clock);
  }

  /** As above; the disk is closed with the log, and at once where it cannot be opened. */
  static EventLog open(Disk disk, Schema schema, LogSettings settings, InstantSource clock)
      throws IOException {
    try {
      return new EventLog(disk, schema, settings, clock);
    } catch (IOException | RuntimeException e) {
      disk.close();
      throw e;
    }
  }

  /**
   * An empty batch of a source.
   *
   * @param source the API key or platform that tells, 1 to 512 characters
   */
  public EventBatch batch(String source) {
    return new EventBatch(source, encoder);
  }

  /**
   * Appends what is new of a batch, and answers once all of it is on disk, whoever brought it. What
   * is chained to the answer runs on the log's thread unless it is chained as async. Sequences up
   * to the highest of their source are taken for repeated, a gap before them or not.
   *
   * @return fails with {@link LogException}: {@link LogProblem#BUSY}, {@link
   *     LogProblem#TOO_MANY_SOURCES}, {@link LogProblem#STATE_UNKNOWN}, {@link LogProblem#CLOSED}
   */
  public CompletableFuture<Receipt> append(EventBatch batch) {
    return writer.hand(batch);
  }

  /**
   * A reader, from an offset on; the caller closes it.
   *
   * @throws LogException {@link LogProblem#GONE}, {@link LogProblem#AHEAD}
   */
  public LogReader read(long from) {
    return new LogReader(disk, schema, segments, marks, from);
  }

  /** The highest sequence of a source when the log was opened; -1 where it had none. */
  public long reached(String source) {
    return reached.getOrDefault(source, -1L);
  }

  /** The first offset that is kept. */
  public long begin() {
    return segments.begin();
  }

  /** The offset after the last durable event. */
  public long end() {
    return segments.tail().end();
  }

  /**
   * Erases what the log holds so far: once this returns it is not read any more, and a later {@link
   * #rewrite} takes it out of the files.
   *
   * @throws LogException {@link LogProblem#TOO_MANY_MARKS}, {@link LogProblem#STATE_UNKNOWN}
   */
  public void erase(Collection<? extends Erasable> what) throws IOException {
    mark(what, true);
  }

  /**
   * Notes that authors deleted posts: they stay readable for 23 days, and then are erased unless
   * they are held.
   *
   * @throws LogException as {@link #erase}
   */
  public void deleted(Collection<Erasable.Post> posts) throws IOException {
    mark(posts, false);
  }

  private void mark(Collection<? extends Erasable> what, boolean erased) throws IOException {
    segments.check();
    marks.add(what, new Marks.Mark(end(), clock.millis(), erased));
  }

  /**
   * The job of a day: erases deleted posts that are due, takes erased events out of the files where
   * the oldest has waited for six days, seals what waits, and drops what is too old or too much.
   *
   * @param held whether a case or a hold needs a post that its author deleted; asked again each day
   * @return how many events left the files
   */
  public long rewrite(Instant now, Predicate<Erasable.Post> held) throws IOException {
    segments.check();
    Map<Erasable, Marks.Mark> erased = due(now, held);
    long oldest = Long.MAX_VALUE;
    long end = 0;
    for (Marks.Mark mark : erased.values()) {
      oldest = Math.min(oldest, mark.at());
      end = Math.max(end, mark.end());
    }
    boolean waited = oldest <= now.minus(GATHERED).toEpochMilli();
    if (waited && end > segments.tail().first()) {
      writer.hand(null).join();
    }
    long through = end;
    long before = sealer.erased();
    return sealer.run(() -> {
      sealer.tidy();
      if (waited) {
        for (Segment segment : segments.closed()) {
          if (segment.first() < through) {
            sealer.erase(segment);
          }
        }
        // Readers look for this after the marks: none gives what it read before.
        segments.countReplaced();
        marks.change(erased, Map.of());
      }
      return sealer.erased() - before;
    });
  }

  /** What is erased, with what has just become due. */
  private Map<Erasable, Marks.Mark> due(Instant now, Predicate<Erasable.Post> held)
      throws IOException {
    Map<Erasable, Marks.Mark> all = marks.all();
    Map<Erasable, Marks.Mark> seen = new HashMap<>();
    Map<Erasable, Marks.Mark> become = new HashMap<>();
    Map<Erasable, Marks.Mark> erased = new HashMap<>();
    all.forEach((what, mark) -> {
      if (mark.erased()) {
        erased.put(what, mark);
      } else if (what instanceof Erasable.Post post
          && mark.at() <= now.minus(Marks.DELETED).toEpochMilli()
          && !held.test(post)) {
        seen.put(what, mark);
        become.put(what, new Marks.Mark(mark.end(), now.toEpochMilli(), true));
      }
    });
    if (!seen.isEmpty()) {
      marks.change(seen, become);
      erased.putAll(become);
    }
    return erased;
  }

  public LogFigures figures() {
    List<Segment> closed = segments.closed();
    int sealed = (int) closed.stream().filter(Segment::sealed).count();
    Writer.Remembered remembered = writer.remembered();
    return new LogFigures(
        begin(),
        end(),
        sealer.bytes(),
        closed.size() - sealed,
        sealed,
        remembered.sources(),
        remembered.ids(),
        remembered.forgotten(),
        sealer.droppedByAge(),
        sealer.droppedBySize(),
        marks.size(),
        sealer.erased(),
        sealer.failures(),
        cut);
  }

  /** Answers what waits, and closes; readers are refused from then on. */
  @Override
  public void close() throws IOException {
    writer.close();
    segments.end(Writer.closed());
    sealer.close();
    marks.close();
    disk.close();
  }
}
