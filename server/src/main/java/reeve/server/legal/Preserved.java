package reeve.server.legal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/**
 * An order to preserve what is kept of one account, or what an order to remove or to disclose
 * preserves of it.
 *
 * @param named whom the order names, in its words
 * @param account null while nobody was found
 * @param missing why nobody was found, or what did not answer; empty where nothing is missing
 * @param removal the order to remove posts that holds, with which it ends; null else
 * @param seenAt when the platform showed what there was; null while it has not answered
 * @param captured whether it showed profile and posts then
 * @param tries how often nobody was found, or nobody answered
 * @param until when it lapses; what was extended, to the end of the second term
 * @param releasedAt when it was ended before; null else
 */
record Preserved(
    UUID id,
    UUID authority,
    String reference,
    Term term,
    PlatformId platform,
    String named,
    @Nullable AccountRef account,
    String missing,
    @Nullable UUID removal,
    @Nullable Instant seenAt,
    boolean captured,
    int tries,
    Instant receivedAt,
    Instant until,
    boolean extended,
    @Nullable Instant releasedAt,
    RecordId record) {
  /** Whether it is neither over nor released; it holds something once somebody is found. */
  public boolean stands(Instant now) {
    return releasedAt == null && until.isAfter(now);
  }

  public boolean canBeExtended(Instant now) {
    return stands(now) && removal == null && !extended && term.canBeExtended();
  }

  /** One that an order to remove began ends with that order alone. */
  public boolean canBeReleased(Instant now) {
    return stands(now) && removal == null;
  }

  /** Whether it is an order of its own, and no part of another one. */
  boolean isOrder() {
    return removal == null && term.isOfOrders();
  }

  /** Of whom it preserves something; none while nobody was found. */
  List<AccountRef> accounts() {
    return account == null ? List.of() : List.of(account);
  }
}
