package reeve.server.legal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.record.RecordId;

/**
 * An order to preserve what is kept of one account.
 *
 * @param captured whether the platform showed profile and posts when it came
 * @param until when it lapses; what was extended, to the end of the second term
 * @param releasedAt when it was ended before; null else
 */
record Preserved(
    UUID id,
    UUID authority,
    String reference,
    Term term,
    AccountRef account,
    boolean captured,
    Instant receivedAt,
    Instant until,
    boolean extended,
    @Nullable Instant releasedAt,
    RecordId record) {
  /** Whether it holds something now. */
  public boolean stands(Instant now) {
    return releasedAt == null && until.isAfter(now);
  }

  public boolean canBeExtended(Instant now) {
    return stands(now) && !extended && term.canBeExtended();
  }
}
