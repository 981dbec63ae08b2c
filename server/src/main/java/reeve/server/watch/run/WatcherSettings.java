package reeve.server.watch.run;

import java.nio.file.Path;
import java.time.Duration;
import reeve.rules.count.Table;

/**
 * How a watcher runs.
 *
 * @param dir where its verdicts, snapshots and secret lie; made where there is none
 * @param counterBytes memory for its counters, outside the heap
 * @param threads that apply events, the watcher's own among them
 * @param snapshotRate bytes a second that snapshots write at the most
 * @param snapshotRest between two snapshots: where little happens one would write the same again
 */
public record WatcherSettings(
    Path dir, long counterBytes, int threads, long snapshotRate, Duration snapshotRest) {
  /** Fixed, so that a snapshot fits whatever the number of threads. */
  static final int SHARDS = 2;

  /** What is usual between two snapshots. */
  public static final Duration REST = Duration.ofSeconds(5);

  public WatcherSettings {
    if (counterBytes < SHARDS * Table.LEAST_BUDGET || threads < 1 || snapshotRate < 1) {
      throw new IllegalArgumentException("a watcher with too little: " + counterBytes + " bytes");
    }
  }
}
