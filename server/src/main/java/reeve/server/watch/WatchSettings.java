package reeve.server.watch;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys {@code server.watch.*}.
 *
 * @param dir where events, verdicts and counters lie; without it nothing is watched
 * @param counters memory for counters, outside the heap; a quarter of it is the shadow's
 * @param keep how long events are kept after they arrived
 * @param keepMost how large the log of events may grow before its oldest go
 * @param snapshotRate bytes a second that snapshots of counters write at the most
 * @param reading bytes of batches of events, inflated, that are read and wait at the same time;
 *     beyond it 429. Reading one may take three times its bytes for a moment
 */
@ConfigurationProperties(prefix = "server.watch", ignoreUnknownFields = false)
record WatchSettings(
    @Nullable Path dir,
    @DefaultValue("256MB") DataSize counters,
    @DefaultValue("90d") Duration keep,
    @DefaultValue("20GB") DataSize keepMost,
    @DefaultValue("8MB") DataSize snapshotRate,
    @DefaultValue("96MB") DataSize reading) {
  /** Two tables of the least size, and something to evict from. */
  private static final DataSize COUNTERS_LEAST = DataSize.ofMegabytes(32);

  /** The largest batch, with what inflating it takes. */
  private static final DataSize READING_LEAST = DataSize.ofMegabytes(96);

  WatchSettings {
    if (counters.compareTo(COUNTERS_LEAST) < 0) {
      throw new IllegalArgumentException("server.watch.counters is at least " + COUNTERS_LEAST);
    }
    if (keep.compareTo(Duration.ofDays(1)) < 0 || keepMost.toMegabytes() < 256) {
      throw new IllegalArgumentException(
          "server.watch: events are kept for a day and in 256MB at least");
    }
    if (snapshotRate.toBytes() < 64 << 10) {
      throw new IllegalArgumentException("server.watch.snapshot-rate is at least 64KB");
    }
    if (reading.compareTo(READING_LEAST) < 0 || reading.toGigabytes() > 64) {
      throw new IllegalArgumentException("server.watch.reading is 96MB to 64GB");
    }
  }
}
