package reeve.server.watch.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;

/**
 * Reads the log, or an {@link Archive} of it, from an offset on over all segments; that of a log
 * follows its end. Erased events, and kinds that the schema no longer has, are passed over; offsets
 * stay as they are. It holds one file and at most two megabytes. Of one thread.
 */
public final class LogReader implements AutoCloseable {
  private static final int TRIES = 100;

  private final Disk disk;
  private final Schema schema;
  private final Segments segments;
  private final Marks marks;
  private final Watch watch;
  private final long end;
  private final Cursor cursor = new Cursor();
  private Frame frame = new Frame();
  private @Nullable Frames frames;
  private @Nullable Table table;
  private @Nullable Decoder decoder;
  private long first;
  private long limit;
  private long replaced;
  private long position;

  /** What another process may do to the files meanwhile. */
  interface Watch {
    /** Called before each file is opened. */
    void opening() throws IOException;

    /**
     * A file is gone.
     *
     * @return the offset to go on from; at least the one given
     */
    long gone(long position) throws IOException;
  }

  /** Nobody else does anything to them. */
  private static final Watch ALONE =
      new Watch() {
        @Override
        public void opening() {}

        @Override
        public long gone(long position) {
          return position;
        }
      };

  LogReader(Disk disk, Schema schema, Segments segments, Marks marks, long from) {
    this(disk, schema, segments, marks, ALONE, from, Long.MAX_VALUE);
  }

  /**
   * @param end where reading ends, at the latest
   */
  LogReader(
      Disk disk, Schema schema, Segments segments, Marks marks, Watch watch, long from, long end) {
    this.disk = disk;
    this.schema = schema;
    this.segments = segments;
    this.marks = marks;
    this.watch = watch;
    this.end = end;
    position = from;
    replaced = segments.replaced();
    check();
  }

  /**
   * Goes to the next durable event.
   *
   * @param into of the log's schema; cleared and filled
   * @return false where there is none yet
   * @throws LogException {@link LogProblem#GONE}, {@link LogProblem#DAMAGED}, {@link
   *     LogProblem#UNREADABLE}, {@link LogProblem#STATE_UNKNOWN}, {@link LogProblem#CLOSED}
   */
  public boolean next(Facts into) {
    segments.check();
    try {
      while (position < end) {
        if (replaced != segments.replaced()) {
          again(position);
        }
        if (!frame.next()) {
          if (!advance()) {
            return false;
          }
        } else if (frame.offset() >= position) {
          long offset = frame.offset();
          position = offset + 1;
          boolean found = decode(into);
          if (replaced != segments.replaced()) {
            again(offset); // what was read may have been erased meanwhile
          } else if (found) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new LogException(
          LogProblem.UNREADABLE, "The event log could not be read: " + e.getMessage() + ".", e);
    }
  }

  private boolean decode(Facts into) {
    Decoder with = decoder;
    if (with == null || frame.eventLength() == 0) {
      return false;
    }
    cursor.set(frame.array(), frame.event(), frame.event() + frame.eventLength());
    return with.read(cursor, into) && !marks.hide(frame, into);
  }

  /** Takes the next frame up; false at the end of what is durable. */
  private boolean advance() throws IOException {
    while (true) {
      Frames from = frames == null ? open() : frames;
      if (from == null) {
        return false;
      }
      Tail tail = segments.tail();
      boolean last = tail.first() == first;
      if (from.next(frame, last ? tail.position() : limit(from))) {
        return true;
      }
      if (last || position >= end) {
        return false;
      }
      closeFile();
      Segment same = segments.at(position);
      if (same != null && same.first() == first) {
        throw RawFrames.damaged(same.name(), same.bytes());
      }
    }
  }

  private long limit(Frames of) throws IOException {
    if (limit < 0) {
      limit = of instanceof RawFrames raw ? raw.size() : 0;
    }
    return limit;
  }

  /** Null where the reading has ended. */
  private @Nullable Frames open() throws IOException {
    for (int tries = 0; ; tries++) {
      watch.opening();
      Tail tail = segments.tail();
      Segment segment = position >= tail.first() ? null : segments.at(position);
      if (segment == null && position < tail.first()) {
        check();
      }
      boolean sealed = segment != null && segment.sealed();
      first = segment == null ? tail.first() : segment.first();
      String name = Segment.name(first, sealed);
      try {
        Disk.Stored file = disk.open(name);
        Frames opened = sealed ? new SealedFrames(file, name, position) : new RawFrames(file, name);
        frames = opened;
        limit = -1;
        if (!opened.header().table().equals(table)) {
          table = opened.header().table();
          decoder = new Decoder(table, schema);
        }
        return opened;
      } catch (NoSuchFileException e) {
        if (tries == TRIES) { // sealed or dropped between the look and the opening
          throw e;
        }
        position = watch.gone(position);
        if (position >= end) {
          return null;
        }
      }
    }
  }

  private void check() {
    segments.check();
    if (position < segments.begin()) {
      throw new LogException(
          LogProblem.GONE,
          "The event "
              + position
              + " is no longer kept; the log begins with "
              + segments.begin()
              + ".");
    }
    if (position > segments.tail().end()) {
      throw new LogException(
          LogProblem.AHEAD,
          "The event "
              + position
              + " was asked for, but the log ends before "
              + segments.tail().end()
              + ". Whoever asked has seen events that the log has lost.");
    }
  }

  private void again(long from) throws IOException {
    replaced = segments.replaced();
    closeFile();
    frame = new Frame();
    position = from;
  }

  private void closeFile() throws IOException {
    if (frames != null) {
      frames.close();
      frames = null;
    }
  }

  /**
   * Waits until there may be a next event.
   *
   * @return false where the time passed before
   * @throws LogException {@link LogProblem#STATE_UNKNOWN}, {@link LogProblem#CLOSED}
   */
  public boolean await(Duration longest) throws InterruptedException {
    return segments.await(position, longest.toNanos());
  }

  /** The first offset that has not been read: what a snapshot states. */
  public long position() {
    return position;
  }

  /** The offset of the event that was read last. */
  public long offset() {
    return frame.offset();
  }

  public String source() {
    return frame.source();
  }

  /** Its sequence within its source; -1 where it came with an id. */
  public long sequence() {
    return frame.sequence();
  }

  /** When the log took it, milliseconds since 1970. */
  public long arrival() {
    return frame.arrival();
  }

  @Override
  public void close() {
    try {
      closeFile();
    } catch (IOException e) {
      throw new LogException(LogProblem.UNREADABLE, "A file could not be closed.", e);
    }
  }
}
