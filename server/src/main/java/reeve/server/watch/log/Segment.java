package reeve.server.watch.log;

/**
 * A segment that takes no more events.
 *
 * @param first offset of its first event
 * @param end the offset after its last
 * @param sealed whether it is compressed
 * @param bytes of its file
 * @param newest when the last of it arrived, ms
 */
record Segment(long first, long end, boolean sealed, long bytes, long newest) {
  static final String RAW = ".log";
  static final String SEALED = ".seg";
  static final String TEMPORARY = ".tmp";

  String name() {
    return name(first, sealed);
  }

  static String name(long first, boolean sealed) {
    return String.format("%019d", first) + (sealed ? SEALED : RAW);
  }

  long count() {
    return end - first;
  }
}
