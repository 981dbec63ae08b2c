package reeve.server.watch;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.RecordId;

/**
 * A change of what is live, that waits for somebody else or did.
 *
 * @param title what was asked for
 * @param changes by path
 * @param words why it was refused; null where it was not
 */
record Proposal(
    UUID id,
    UUID by,
    Instant at,
    String title,
    String why,
    State state,
    @Nullable UUID closedBy,
    @Nullable Instant closedAt,
    @Nullable String words,
    RecordId record,
    SortedMap<String, Change> changes) {

  /** What became of it. */
  enum State {
    WAITING,
    LIVE,
    REFUSED,
    WITHDRAWN;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How a file changes, by the digests of its texts; null where there was, or shall be, none. */
  record Change(@Nullable String before, @Nullable String after) {}

  public boolean waits() {
    return state == State.WAITING;
  }
}
