package reeve.server.bundle;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.record.RecordId;

/**
 * A bundle as it stands.
 *
 * @param store the directory whose process makes and keeps it
 * @param decision the record of the one decision that it is of; null for the whole case
 * @param withPrivate whether private posts that a recipient flagged were asked for
 * @param seals on the account when it was read
 * @param sha256 of the file; null before there is one
 * @param stampWords why no service confirmed the time, where one is configured
 * @param words why there is no file, or no longer
 */
record BundleRow(
    UUID id,
    String store,
    CaseId of,
    AccountRef account,
    String handle,
    @Nullable RecordId decision,
    boolean withPrivate,
    UUID by,
    Instant at,
    RecordId record,
    State state,
    double share,
    long seals,
    long bytes,
    @Nullable String sha256,
    int items,
    int pictures,
    boolean stamped,
    @Nullable String stampWords,
    @Nullable String words,
    @Nullable Instant endedAt) {

  /** The life of a bundle. */
  enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED,
    /** It was made, and its file is deleted. */
    GONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean runs() {
    return state == State.RUNNING;
  }

  public boolean done() {
    return state == State.DONE;
  }

  public int percent() {
    return (int) Math.round(share * 100);
  }

  /** The folder that the file unpacks to. */
  String name() {
    return "case-" + of + "-" + id.toString().substring(0, 8);
  }

  public String size() {
    return bytes < 1_000_000
        ? "%,d kB".formatted(Math.max(1, bytes / 1_000))
        : "%,.1f MB".formatted(bytes / 1e6);
  }
}
