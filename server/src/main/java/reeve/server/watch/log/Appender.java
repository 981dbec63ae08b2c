package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import reeve.server.watch.log.Disk.Stored;

/**
 * The segment that takes events. What was added is on disk after {@link #flush}; after a call that
 * failed it MUST NOT be used any more. Of one thread.
 */
final class Appender implements Closeable {
  private static final int GROUP = 4 << 20;

  private final Disk disk;
  private final Table table;
  private final Known known;
  private final Segments segments;
  private final LogSettings settings;
  private final InstantSource clock;
  private final Background background;
  private final Bytes group = new Bytes(GROUP + Frame.BYTES);
  private int[] picks = new int[16];
  private Stored file;
  private long first;
  private long position;
  private long next;
  private long began;
  private long newest;

  Appender(
      Disk disk,
      Table table,
      Recovery.Found found,
      Segments segments,
      LogSettings settings,
      InstantSource clock,
      Background background)
      throws IOException {
    this.disk = disk;
    this.table = table;
    this.known = found.known();
    this.segments = segments;
    this.settings = settings;
    this.clock = clock;
    this.background = background;
    next = found.next();
    Recovery.Active active = found.active();
    if (active == null) {
      file = begin();
    } else {
      first = active.header().first();
      position = active.position();
      began = clock.millis();
      newest = began;
      file = disk.open(Segment.name(first, false));
      if (!active.header().table().equals(table)) {
        replace();
      }
    }
    publish();
  }

  /** Goes on in a segment with the fields of today. */
  private void replace() throws IOException {
    if (next > first) {
      roll();
    } else {
      file.close();
      disk.delete(Segment.name(first, false));
      file = begin();
    }
  }

  private Stored begin() throws IOException {
    Stored made = disk.create(Segment.name(next, false));
    Bytes header = Header.write(next, table);
    made.write(0, header.array(), 0, header.length());
    made.force();
    disk.sync();
    first = next;
    position = header.length();
    return made;
  }

  Known known() {
    return known;
  }

  long next() {
    return next;
  }

  /**
   * Adds what is new of a batch.
   *
   * @return how many events were
   */
  int add(EventBatch batch) throws IOException {
    if (position + group.length() >= settings.segmentBytes()) {
      roll();
    }
    int n = batch.byId() ? freshIds(batch) : freshSequences(batch);
    for (int from = 0; from < n; ) {
      int to = from;
      int bytes = 0;
      while (to < n && (to == from || bytes + batch.bytes(picks[to]) <= Frame.FULL)) {
        bytes += batch.bytes(picks[to++]) + Frame.HEAD;
      }
      frame(batch, from, to);
      from = to;
    }
    return n;
  }

  private int freshSequences(EventBatch batch) {
    long highest = known.highest(batch.source());
    room(batch.size());
    int n = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.sequence(i) > highest) {
        picks[n++] = i;
      }
    }
    return n;
  }

  private int freshIds(EventBatch batch) {
    long now = clock.millis();
    Set<Print> within = new HashSet<>();
    room(batch.size());
    int n = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (!known.has(batch.print(i), now) && within.add(batch.print(i))) {
        picks[n++] = i;
      }
    }
    return n;
  }

  private void room(int events) {
    if (picks.length < events) {
      picks = new int[Math.max(events, 2 * picks.length)];
    }
  }

  private void frame(EventBatch batch, int from, int to) throws IOException {
    if (group.length() >= GROUP) {
      flush();
    }
    long now = clock.millis();
    if (next == first) {
      began = now;
    }
    newest = Math.max(newest, now);
    int kind = batch.byId() ? Frame.IDS : Frame.SEQUENCES;
    int mark = Frame.begin(group, kind, now, batch.source());
    long earliest = batch.earliest(now);
    group.zigzag(earliest);
    group.varint(batch.latest(now) - earliest);
    group.varint(to - from);
    long before = -1;
    for (int i = from; i < to; i++) {
      int event = picks[i];
      if (batch.byId()) {
        batch.print(event).write(group);
        known.add(batch.print(event), now);
      } else if (i == from) {
        group.zigzag(batch.sequence(event) - 1);
        group.varint(1);
      } else {
        group.varint(batch.sequence(event) - before);
      }
      before = batch.byId() ? -1 : batch.sequence(event);
      batch.write(event, group);
    }
    if (!batch.byId()) {
      known.reached(batch.source(), before);
    }
    Frame.finish(group, mark, next, position);
    next += to - from;
  }

  /** Makes durable what was added. */
  void flush() throws IOException {
    if (group.length() > 0) {
      file.write(position, group.array(), 0, group.length());
      file.force();
      position += group.length();
      group.cut(0);
      publish();
    }
  }

  private void publish() {
    segments.tail(new Tail(first, position, next));
  }

  /** Closes the segment once it is old enough. */
  void age() throws IOException {
    if (next > first && clock.millis() - began >= settings.segmentAge().toMillis()) {
      roll();
    }
  }

  /** Closes the segment and begins the next; an empty one goes on. */
  void roll() throws IOException {
    flush();
    if (next > first) {
      Segment full = new Segment(first, next, false, position, newest);
      file.close();
      file = begin();
      segments.put(full);
      publish();
      background.closed(full, known.write());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
