package reeve.server.watch.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.rules.count.Figures;

/**
 * How a watcher stands.
 *
 * @param ruleSet digest of the set that runs; null where none does
 * @param catchingUp whether it reads what it had applied before a stop
 * @param position the first offset of the event log that it has not applied
 * @param behind events of the log whose verdicts are not on disk yet
 * @param eventsPerSecond over about the last minute
 * @param failed events that could not be taken through, since the start
 * @param rules hits since the start
 * @param since of counters by their definition: since when they count, milliseconds; one that
 *     counts over its whole window without entry
 * @param memory of the counters, all shards together
 * @param snapshotFailures snapshots that were not written, since the start
 */
public record Standing(
    @Nullable String ruleSet,
    boolean catchingUp,
    long position,
    long behind,
    double eventsPerSecond,
    long failed,
    List<Hits> rules,
    Map<String, Long> since,
    Figures memory,
    long snapshotFailures) {
  public Standing {
    rules = List.copyOf(rules);
    since = Map.copyOf(since);
  }

  /** A rule and what it found. */
  public record Hits(String rule, String version, long hits, long overLimit) {}
}
