package reeve.server.transparency;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which transactions somebody saw: as {@link reeve.server.record.Finding.Way#seen} writes it,
 * {@code BASE/XMIN:XMAX:XIP,XIP}, each but the base counted from the base on.
 *
 * @param least all below were seen
 * @param most none from here on was
 * @param open of those between, those that were not
 */
record Snapshot(long least, long most, Set<Long> open) {
  /** Whatever came before. */
  static final Snapshot ALL = new Snapshot(Long.MAX_VALUE, Long.MAX_VALUE, Set.of());

  Snapshot {
    open = Set.copyOf(open);
  }

  /**
   * Reads one; {@link #ALL} where there is none.
   *
   * @throws IllegalArgumentException it has another form
   */
  static Snapshot of(@Nullable String text) {
    if (text == null) {
      return ALL;
    }
    int slash = text.indexOf('/');
    String[] parts = text.substring(slash + 1).split(":", -1);
    if (slash < 0 || parts.length != 3) {
      throw new IllegalArgumentException("no snapshot: " + text);
    }
    long base = Long.parseLong(text.substring(0, slash));
    Set<Long> open = new HashSet<>();
    for (String xid : parts[2].isEmpty() ? new String[0] : parts[2].split(",", -1)) {
      open.add(base + Long.parseLong(xid));
    }
    return new Snapshot(base + Long.parseLong(parts[0]), base + Long.parseLong(parts[1]), open);
  }

  boolean sees(long tx) {
    return tx < least || (tx < most && !open.contains(tx));
  }
}
