package reeve.server.watch.log;

import java.time.Duration;

/**
 * How the log is kept.
 *
 * @param segmentBytes a segment takes events until its file is as large; 64 KiB to 1 GiB
 * @param segmentAge or until its first event arrived so long ago
 * @param keep how long events are kept after they arrived
 * @param keepBytes how large all files together may grow before the oldest go
 * @param ids how many ids of events without sequence are remembered, for 24 hours
 */
public record LogSettings(
    long segmentBytes, Duration segmentAge, Duration keep, long keepBytes, int ids) {
  public LogSettings {
    if (segmentBytes < 1 << 16 || segmentBytes > 1 << 30) {
      throw new IllegalArgumentException("segments of 64 KiB to 1 GiB, not " + segmentBytes);
    }
    if (!segmentAge.isPositive() || !keep.isPositive() || keepBytes <= 0 || ids <= 0) {
      throw new IllegalArgumentException("ages and bounds of the event log are positive");
    }
  }

  /** 64 MiB or an hour; 90 days or 20 GiB; 262,144 ids. */
  public static LogSettings standard() {
    return new LogSettings(64 << 20, Duration.ofHours(1), Duration.ofDays(90), 20L << 30, 1 << 18);
  }
}
