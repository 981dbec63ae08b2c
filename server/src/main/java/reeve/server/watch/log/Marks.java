package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.server.watch.log.Disk.Stored;

/**
 * What is to leave the log, durable: each with the end of the log at that moment, since it is meant
 * of the events before. Safe for several threads.
 */
final class Marks implements Closeable {
  /** Marks that wait, at most. */
  static final int MOST = 262_144;

  /** How long a post that its author deleted stays readable. */
  static final Duration DELETED = Duration.ofDays(23);

  private static final String FILE = "marks" + Segment.RAW;
  private static final String DRAFT = "marks" + Segment.TEMPORARY;
  private static final int BATCH = 1_000;

  private final Disk disk;
  private final @Nullable Slot post;
  private final Map<Erasable, Mark> marks = new ConcurrentHashMap<>();
  private boolean failed;
  private @Nullable Stored file;
  private long position;
  private long written;

  /**
   * @param end events at this offset and later are not meant
   * @param at when it was asked for, ms
   * @param erased whether reads leave it out; otherwise its author deleted it, and it still may
   *     stay
   */
  record Mark(long end, long at, boolean erased) {
    /** What is erased stays so; and whoever asks again means what came since, too. */
    Mark and(Mark other) {
      return new Mark(
          Math.max(end, other.end),
          erased == other.erased ? Math.min(at, other.at) : erased ? at : other.at,
          erased || other.erased);
    }
  }

  private Marks(Disk disk, Schema schema) {
    this.disk = disk;
    post = schema.slot("post.id").filter(it -> it.type() == Slot.Type.TEXT).orElse(null);
  }

  static Marks open(Disk disk, Schema schema) throws IOException {
    Marks marks = new Marks(disk, schema);
    disk.delete(DRAFT);
    if (disk.list().contains(FILE)) {
      try (Stored file = disk.open(FILE)) {
        if (Header.read(file).isPresent()) {
          Mending.mend(file, FILE, 0, frame -> read(frame, marks.marks));
        } else if (RawFrames.flushed(file, 0, file.size())) {
          throw RawFrames.damaged(FILE, 0);
        }
      }
    }
    marks.rewrite(marks.marks);
    return marks;
  }

  /** The marks of a log that another process may have open; writes nothing. */
  static Marks reading(Disk disk, Schema schema) {
    return new Marks(disk, schema);
  }

  /**
   * Adds what another process has marked by now. What it took out of the files stays marked: an
   * older file may still be read.
   */
  void look() throws IOException {
    try (Stored file = disk.open(FILE)) {
      long size = file.size();
      if (Header.read(file).isPresent()) {
        RawFrames frames = new RawFrames(file, FILE);
        Frame frame = new Frame();
        while (frames.intact(frame, size)) {
          read(frame, marks);
        }
        if (RawFrames.flushed(file, frames.position(), size)) {
          throw RawFrames.damaged(FILE, frames.position());
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever marked.
      return;
    }
  }

  private static void read(Frame frame, Map<Erasable, Mark> into) {
    while (frame.next()) {
      Cursor from = Cursor.over(frame.array(), frame.event(), frame.event() + frame.eventLength());
      boolean erased = from.u8() != 0;
      long end = from.varint();
      long at = from.varint();
      Erasable what =
          from.u8() == 1
              ? new Erasable.Event(from.varint())
              : new Erasable.Post(from.text(), from.text());
      into.put(what, new Mark(end, at, erased));
    }
  }

  int size() {
    return marks.size();
  }

  Map<Erasable, Mark> all() {
    return Map.copyOf(marks);
  }

  /** Whether reads leave out the event at which the frame stands, decoded. */
  boolean hide(Frame frame, Facts event) {
    if (marks.isEmpty()) {
      return false;
    }
    if (hidden(marks.get(new Erasable.Event(frame.offset())), frame)) {
      return true;
    }
    if (post == null || !event.has(post.index())) {
      return false;
    }
    String source = frame.source();
    String id = event.text(post.index());
    int part = source.indexOf(':');
    return hidden(marks.get(new Erasable.Post(source, id)), frame)
        || (part > 0 && hidden(marks.get(new Erasable.Post(source.substring(0, part), id)), frame));
  }

  private static boolean hidden(@Nullable Mark mark, Frame frame) {
    return mark != null && mark.erased() && frame.offset() < mark.end();
  }

  /** Adds, durable when it returns. */
  synchronized void add(Collection<? extends Erasable> what, Mark mark) throws IOException {
    check();
    if (marks.size() + what.size() > MOST) {
      throw new LogException(
          LogProblem.TOO_MANY_MARKS,
          "More than " + MOST + " erasures wait. They are carried out by the next rewriting.");
    }
    Map<Erasable, Mark> changed = new HashMap<>();
    for (Erasable one : what) {
      Mark was = marks.get(one);
      changed.put(one, was == null ? mark : was.and(mark));
    }
    try {
      append(changed);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
    marks.putAll(changed);
  }

  /**
   * Sets marks, where they are still as they were seen.
   *
   * @param to what they become; those that are missing go
   */
  synchronized void change(Map<Erasable, Mark> seen, Map<Erasable, Mark> to) throws IOException {
    check();
    Map<Erasable, Mark> all = new HashMap<>(marks);
    seen.forEach((what, was) ->
        all.computeIfPresent(what, (_, now) -> now.equals(was) ? to.get(what) : now));
    rewrite(all);
    marks.putAll(all);
    marks.keySet().retainAll(all.keySet());
  }

  private synchronized void rewrite(Map<Erasable, Mark> all) throws IOException {
    try {
      disk.delete(DRAFT);
      close();
      Stored draft = disk.create(DRAFT);
      file = draft;
      Bytes header = Header.write(0, new Table(List.of(), List.of()));
      draft.write(0, header.array(), 0, header.length());
      position = header.length();
      written = 0;
      append(all);
      draft.force();
      disk.rename(DRAFT, FILE);
      disk.sync();
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private void check() {
    if (failed) {
      throw new LogException(
          LogProblem.STATE_UNKNOWN,
          "The erasures of the event log could not be written. Open the log again.");
    }
  }

  private void append(Map<Erasable, Mark> changed) throws IOException {
    Bytes bytes = new Bytes(1 << 12);
    List<Map.Entry<Erasable, Mark>> rest = List.copyOf(changed.entrySet());
    for (int from = 0; from < rest.size(); from += BATCH) {
      frame(rest.subList(from, Math.min(rest.size(), from + BATCH)), bytes);
    }
    Stored to = file;
    if (to != null && bytes.length() > 0) {
      to.write(position, bytes.array(), 0, bytes.length());
      to.force();
      position += bytes.length();
    }
  }

  private void frame(List<Map.Entry<Erasable, Mark>> some, Bytes to) {
    int mark = Frame.begin(to, Frame.MARKS, 0, "");
    to.zigzag(0);
    to.varint(0);
    to.varint(some.size());
    for (Map.Entry<Erasable, Mark> one : some) {
      to.skip(Print.BYTES);
      Bytes entry = new Bytes(64);
      entry.u8(one.getValue().erased() ? 1 : 0);
      entry.varint(one.getValue().end());
      entry.varint(one.getValue().at());
      switch (one.getKey()) {
        case Erasable.Event(long offset) -> {
          entry.u8(1);
          entry.varint(offset);
        }
        case Erasable.Post(String source, String id) -> {
          entry.u8(2);
          entry.text(source);
          entry.text(id);
        }
      }
      to.varint(entry.length());
      to.raw(entry.array(), 0, entry.length());
    }
    Frame.finish(to, mark, written, position);
    written += some.size();
  }

  @Override
  public synchronized void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
