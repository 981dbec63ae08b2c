package reeve.server.watch.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events the log holds already: of each source the highest sequence, and the prints of ids
 * for 24 hours, oldest first, as many as fit. Of one thread.
 */
final class Known {
  /** Sources, at most. */
  static final int SOURCES = 10_000;

  static final long ID_MS = Duration.ofHours(24).toMillis();

  private final int bound;
  private final Map<String, Long> highest = new HashMap<>();
  private final LinkedHashMap<Print, Long> ids = new LinkedHashMap<>();
  private long forgotten;

  /**
   * @param bound ids, at most
   */
  Known(int bound) {
    this.bound = bound;
  }

  /** The highest sequence of a source; -1 where it has none. */
  long highest(String source) {
    return highest.getOrDefault(source, -1L);
  }

  /** The highest sequence of each source, as it is now. */
  Map<String, Long> sequences() {
    return Map.copyOf(highest);
  }

  boolean full(String source) {
    return highest.size() >= SOURCES && !highest.containsKey(source);
  }

  void reached(String source, long sequence) {
    highest.merge(source, sequence, Math::max);
  }

  /** Whether an id came within the last 24 hours. */
  boolean has(Print id, long now) {
    Long at = ids.get(id);
    return at != null && now - at < ID_MS;
  }

  void add(Print id, long now) {
    ids.remove(id);
    for (Iterator<Long> oldest = ids.values().iterator(); oldest.hasNext(); ) {
      boolean passed = now - oldest.next() >= ID_MS;
      if (!passed && ids.size() < bound) {
        break;
      }
      oldest.remove();
      forgotten += passed ? 0 : 1;
    }
    ids.put(id, now);
  }

  /** Takes what a frame of the log holds. */
  void replay(Frame frame) {
    while (frame.next()) {
      if (frame.kind() == Frame.IDS) {
        add(frame.print(), frame.arrival());
      }
    }
    if (frame.kind() == Frame.SEQUENCES) {
      reached(frame.source(), frame.sequence());
    }
  }

  int sources() {
    return highest.size();
  }

  int ids() {
    return ids.size();
  }

  /** How many ids left before their 24 hours, for want of room. */
  long forgotten() {
    return forgotten;
  }

  byte[] write() {
    Bytes to = new Bytes(1 << 10);
    to.varint(highest.size());
    highest.forEach((source, sequence) -> {
      to.text(source);
      to.zigzag(sequence);
    });
    to.varint(ids.size());
    ids.forEach((id, at) -> {
      id.write(to);
      to.varint(at);
    });
    return to.copy();
  }

  static Known read(byte @Nullable [] bytes, int bound) {
    Known known = new Known(bound);
    if (bytes == null) {
      return known;
    }
    Cursor from = Cursor.over(bytes, 0, bytes.length);
    for (int n = from.count(); n > 0; n--) {
      known.highest.put(from.text(), from.zigzag());
    }
    for (int n = from.count(); n > 0; n--) {
      Print id = Print.read(from);
      known.add(id, from.varint());
    }
    return known;
  }
}
