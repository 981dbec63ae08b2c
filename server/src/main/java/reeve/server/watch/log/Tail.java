package reeve.server.watch.log;

/**
 * How far the log is durable.
 *
 * @param first offset of the first event of the segment that takes events
 * @param position bytes of its file that are durable
 * @param end the offset after the last durable event
 */
record Tail(long first, long position, long end) {
  String name() {
    return Segment.name(first, false);
  }
}
