package reeve.rules.count;

/**
 * The panes of a window: {@value #IN_WINDOW} of equal length, aligned to the epoch. Pane {@code n}
 * holds the times {@code n * millis} to {@code (n + 1) * millis - 1}.
 *
 * @param millis the length of one
 */
record Panes(long millis) {
  static final int IN_WINDOW = 60;

  /** The pane of a time, which is the last one that a read at that time sums. */
  long last(long time) {
    return Math.floorDiv(time, millis);
  }

  /** The first pane that overlaps the window that ends with this time. */
  long first(long time) {
    return first(time, last(time));
  }

  /** The same, of a time whose pane is known: without a division. */
  long first(long time, long pane) {
    return pane - IN_WINDOW + (time + 1 == (pane + 1) * millis ? 1 : 0);
  }

  /** Whether no read at this time or later sums the pane. */
  static boolean passed(long millis, long pane, long now) {
    return (pane + IN_WINDOW + 1) * millis - 1 <= now;
  }
}
