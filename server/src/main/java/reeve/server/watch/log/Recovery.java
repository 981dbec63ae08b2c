package reeve.server.watch.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reeve.server.watch.log.Disk.Stored;

/** Finds out what a directory holds, and mends what a stop left behind. */
final class Recovery {
  private static final Pattern NAME = Pattern.compile("(\\d{19})(\\.log|\\.seg)");

  private final Disk disk;
  private final Progress snapshots;
  private final int ids;
  private final List<Segment> closed = new ArrayList<>();

  Recovery(Disk disk, Progress snapshots, int ids) {
    this.disk = disk;
    this.snapshots = snapshots;
    this.ids = ids;
  }

  /**
   * What was found.
   *
   * @param closed segments, oldest first
   * @param active the segment that took events last, where there is one
   * @param next the offset of the next event
   */
  record Found(List<Segment> closed, @Nullable Active active, long next, Known known, long cut) {}

  /** A segment that can take more. */
  record Active(Header header, long position) {}

  Found run() throws IOException {
    Set<Long> raw = new TreeSet<>();
    Set<Long> sealed = new TreeSet<>();
    tidy(raw, sealed);
    TreeSet<Long> all = new TreeSet<>(raw);
    all.addAll(sealed);
    Active active = null;
    long next = all.isEmpty() ? 0 : all.getLast();
    long cut = 0;
    if (!all.isEmpty() && raw.contains(all.getLast())) {
      Optional<Mended> last = newest(all.getLast());
      if (last.isPresent()) {
        active = last.get().active();
        next = last.get().mending().next();
        cut = last.get().mending().cut();
      }
      all.remove(all.getLast());
    }
    for (long first : all) {
      closed.add(closed(first, sealed.contains(first)));
    }
    long end = closed.isEmpty() ? next : closed.getLast().end();
    contiguous(active == null ? end : active.header().first());
    next = active == null ? end : next;
    return new Found(closed, active, next, known(active, next), cut);
  }

  private void tidy(Set<Long> raw, Set<Long> sealed) throws IOException {
    List<String> names = disk.list();
    Set<String> there = new HashSet<>(names);
    for (String name : names) {
      Matcher matcher = NAME.matcher(name);
      if (name.endsWith(Segment.TEMPORARY)) {
        disk.delete(name);
      } else if (matcher.matches()) {
        long first = Long.parseLong(matcher.group(1));
        if (name.endsWith(Segment.SEALED)) {
          sealed.add(first);
        } else if (there.contains(Segment.name(first, true))) {
          disk.delete(name); // sealing had only this left to do
        } else {
          raw.add(first);
        }
      }
    }
  }

  private record Mended(Active active, Mending mending) {}

  /** Empty where the file was never finished; it is deleted then. */
  private Optional<Mended> newest(long first) throws IOException {
    String name = Segment.name(first, false);
    try (Stored file = disk.open(name)) {
      Optional<Header> header = Header.read(file);
      if (header.isPresent()) {
        Mending mending = Mending.mend(file, name, first, _ -> {});
        return Optional.of(new Mended(new Active(header.get(), mending.position()), mending));
      }
      if (RawFrames.flushed(file, 0, file.size())) {
        throw RawFrames.damaged(name, 0);
      }
    }
    disk.delete(name);
    disk.sync();
    return Optional.empty();
  }

  private Segment closed(long first, boolean sealed) throws IOException {
    String name = Segment.name(first, sealed);
    try (Stored file = disk.open(name)) {
      if (sealed) {
        Index index = Index.of(file, name);
        return new Segment(first, first + index.count(), true, file.size(), index.newest());
      }
      long newest = 0;
      long next = first;
      RawFrames frames = new RawFrames(file, name);
      Frame frame = new Frame();
      while (frames.next(frame, file.size())) {
        newest = Math.max(newest, frame.arrival());
        next = frame.end();
      }
      return new Segment(first, next, false, file.size(), newest);
    }
  }

  private void contiguous(long end) {
    for (int i = 0; i < closed.size(); i++) {
      long next = i + 1 < closed.size() ? closed.get(i + 1).first() : end;
      if (closed.get(i).end() != next) {
        throw new LogException(
            LogProblem.DAMAGED,
            String.format(
                "The events %d to %d of the event log are missing, which should follow the file"
                    + " %s. Restore their file from a backup, or move that file and all older ones"
                    + " away: the log then begins behind them.",
                closed.get(i).end(), next - 1, closed.get(i).name()));
      }
    }
  }

  private Known known(@Nullable Active active, long end) throws IOException {
    Known known;
    long from = 0;
    try (Progress.Saved saved = snapshots.newest(end).orElse(null)) {
      known = Known.read(saved == null ? null : saved.readAllBytes(), ids);
      from = saved == null ? 0 : saved.offset();
    }
    for (Segment segment : closed) {
      if (segment.end() > from) {
        replay(segment.first(), segment.sealed(), segment.bytes(), from, known);
      }
    }
    if (active != null) {
      replay(active.header().first(), false, active.position(), from, known);
    }
    return known;
  }

  private void replay(long first, boolean sealed, long limit, long from, Known known)
      throws IOException {
    String name = Segment.name(first, sealed);
    try (Stored file = disk.open(name)) {
      Frames frames = sealed ? new SealedFrames(file, name, from) : new RawFrames(file, name);
      Frame frame = new Frame();
      while (frames.next(frame, limit)) {
        if (frame.first() >= from) {
          known.replay(frame);
        }
      }
    }
  }
}
