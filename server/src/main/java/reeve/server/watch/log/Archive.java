package reeve.server.watch.log;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Schema;
import reeve.server.watch.log.Disk.Stored;

/**
 * A log that is only read, also while another process has it open: it takes no lock and writes
 * nothing. It ends where it ended when it was opened. Segments may be sealed, rewritten or dropped
 * meanwhile; what is dropped before it was read is passed over and counted. What was erased by the
 * time that a file is opened is left out. For one thread.
 */
public final class Archive implements AutoCloseable {
  /** As the end: up to the last whole frame. */
  public static final long WHOLE = Long.MAX_VALUE;

  /** The files change while they are looked at; so often is looked again. */
  private static final int TRIES = 20;

  private static final Pattern NAME = Pattern.compile("(\\d{19})(\\.log|\\.seg)");

  private final Disk disk;
  private final Schema schema;
  private final Marks marks;
  private final SortedMap<Long, Stretch> stretches = new TreeMap<>();
  private final Segments segments;
  private final long end;
  private long dropped;

  /**
   * A segment and its bounds.
   *
   * @param earliest event time, ms
   * @param latest event time, ms; less than earliest where it has no event
   */
  private record Stretch(Segment segment, long earliest, long latest) {}

  private Archive(Disk disk, Schema schema, long stated) throws IOException {
    this.disk = disk;
    this.schema = schema;
    marks = Marks.reading(disk, schema);
    List<Stretch> found = look(stated);
    end = Math.min(stated, last(found));
    found.forEach(stretch -> stretches.put(stretch.segment().first(), stretch));
    segments = new Segments(found.stream().map(Stretch::segment).toList(), new Tail(end, 0, end));
  }

  /**
   * Opens.
   *
   * @param schema that events are read into
   * @param end the offset up to which the owner of the log says it is durable; or {@link #WHOLE},
   *     which may be a little more than is durable where somebody writes
   * @throws LogException {@link LogProblem#NONE}, {@link LogProblem#DAMAGED}, {@link
   *     LogProblem#AHEAD}, {@link LogProblem#OTHER_FORMAT}, {@link LogProblem#UNREADABLE}
   */
  public static Archive open(Path directory, Schema schema, long end) {
    return open(FileDisk.reading(directory), schema, end);
  }

  static Archive open(Disk disk, Schema schema, long end) {
    try {
      return new Archive(disk, schema, end);
    } catch (NoSuchFileException e) {
      throw new LogException(LogProblem.NONE, "There is no event log in " + disk + ".", e);
    } catch (IOException e) {
      throw new LogException(
          LogProblem.UNREADABLE, "The event log could not be read: " + e.getMessage() + ".", e);
    }
  }

  /** All segments, oldest first, each where the one before ends. */
  private List<Stretch> look(long stated) throws IOException {
    for (int tries = 0; ; tries++) {
      boolean last = tries == TRIES;
      try {
        List<Stretch> found = new ArrayList<>();
        for (Map.Entry<Long, Boolean> file : files().entrySet()) {
          Stretch stretch = stretch(file.getKey(), file.getValue());
          if (stretch != null) {
            found.add(stretch);
          }
        }
        LogException gap = gap(found, stated);
        if (gap == null) {
          return found;
        } else if (last) {
          throw gap;
        }
      } catch (NoSuchFileException e) {
        if (last) {
          throw e;
        }
      }
    }
  }

  /** The first offset of each segment, and whether its sealed file is there. */
  private SortedMap<Long, Boolean> files() throws IOException {
    SortedMap<Long, Boolean> files = new TreeMap<>();
    for (String name : disk.list()) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        files.merge(
            Long.parseLong(matcher.group(1)), name.endsWith(Segment.SEALED), Boolean::logicalOr);
      }
    }
    if (files.isEmpty()) {
      throw new LogException(LogProblem.NONE, "There is no event log in " + disk + ".");
    }
    return files;
  }

  /** Null where the file has not yet begun. */
  private @Nullable Stretch stretch(long first, boolean sealed) throws IOException {
    Stretch known = stretches.get(first);
    if (known != null && known.segment().sealed()) {
      return known; // rewriting changes none of it
    }
    String name = Segment.name(first, sealed);
    try (Stored file = disk.open(name)) {
      if (sealed) {
        Index index = Index.of(file, name);
        return new Stretch(
            new Segment(first, first + index.count(), true, file.size(), index.newest()),
            index.earliest(),
            index.latest());
      }
      return Header.read(file).isEmpty() ? null : raw(first, file, name);
    }
  }

  private static Stretch raw(long first, Stored file, String name) throws IOException {
    long size = file.size();
    long next = first;
    long earliest = Long.MAX_VALUE;
    long latest = Long.MIN_VALUE;
    long newest = 0;
    // Not closed: the file stays the caller's.
    RawFrames frames = new RawFrames(file, name);
    Frame frame = new Frame();
    while (frames.intact(frame, size)) {
      next = frame.end();
      earliest = Math.min(earliest, frame.earliest());
      latest = Math.max(latest, frame.latest());
      newest = Math.max(newest, frame.arrival());
    }
    if (frames.position() < size && RawFrames.flushed(file, frames.position(), size)) {
      throw RawFrames.damaged(name, frames.position());
    }
    return new Stretch(
        new Segment(first, next, false, frames.position(), newest), earliest, latest);
  }

  /** What is missing between files, or before the end; null where nothing is. */
  private static @Nullable LogException gap(List<Stretch> found, long stated) {
    for (int i = 1; i < found.size(); i++) {
      Segment before = found.get(i - 1).segment();
      long first = found.get(i).segment().first();
      if (before.end() != first && before.first() < stated) {
        return new LogException(
            LogProblem.DAMAGED,
            String.format(
                "The events %d to %d of the event log are missing, which should follow the file"
                    + " %s.",
                before.end(), first - 1, before.name()));
      }
    }
    long last = last(found);
    return stated == WHOLE || stated <= last
        ? null
        : new LogException(
            LogProblem.AHEAD,
            "The event log is said to end before event "
                + stated
                + ", but its files end before "
                + last
                + ".");
  }

  private static long last(List<Stretch> found) {
    return found.isEmpty() ? 0 : found.getLast().segment().end();
  }

  /** The first offset that is kept. */
  public long begin() {
    return segments.begin();
  }

  /** The offset after the last event that is read. */
  public long end() {
    return end;
  }

  /** When the earliest event happened; a bound. Empty where there is no event. */
  public Optional<Instant> earliest() {
    return bound(stretches.values().stream().mapToLong(Stretch::earliest).min().orElse(0));
  }

  /** When the latest event happened; a bound. Empty where there is no event. */
  public Optional<Instant> latest() {
    return bound(stretches.values().stream().mapToLong(Stretch::latest).max().orElse(0));
  }

  private Optional<Instant> bound(long millis) {
    return begin() == end ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** An offset before which no event happened at that time or later. */
  public long since(Instant at) {
    return from(Stretch::latest, at);
  }

  /** An offset before which no event arrived at that time or later. */
  public long arrivedSince(Instant at) {
    return from(stretch -> stretch.segment().newest(), at);
  }

  private long from(ToLongFunction<Stretch> latest, Instant at) {
    for (Stretch stretch : stretches.values()) {
      if (latest.applyAsLong(stretch) >= at.toEpochMilli()) {
        return Math.min(end, stretch.segment().first());
      }
    }
    return end;
  }

  /** An offset from which on no event happened before that time. */
  public long until(Instant at) {
    long until = begin();
    for (Stretch stretch : stretches.values()) {
      if (stretch.earliest() < at.toEpochMilli()) {
        until = stretch.segment().end();
      }
    }
    return Math.min(end, until);
  }

  /**
   * A reader, from an offset on; the caller closes it. It ends at {@link #end}.
   *
   * @throws LogException {@link LogProblem#GONE}, {@link LogProblem#AHEAD}
   */
  public LogReader read(long from) {
    return new LogReader(disk, schema, segments, marks, new Watching(), from, end);
  }

  /** How many events left the log before a reader came to them. */
  public long dropped() {
    return dropped;
  }

  private final class Watching implements LogReader.Watch {
    @Override
    public void opening() throws IOException {
      marks.look();
    }

    @Override
    public long gone(long position) throws IOException {
      Map<Long, Segment> before = new HashMap<>();
      segments.closed().forEach(segment -> before.put(segment.first(), segment));
      List<Stretch> found = look(end);
      stretches.clear();
      for (Stretch stretch : found) {
        stretches.put(stretch.segment().first(), stretch);
        segments.put(stretch.segment());
        before.remove(stretch.segment().first());
      }
      before.values().forEach(segments::remove);
      long next = Math.min(end, Math.max(position, segments.begin()));
      dropped += next - position;
      return next;
    }
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
