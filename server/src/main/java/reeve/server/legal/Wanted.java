package reeve.server.legal;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/**
 * What is to be preserved, before it is; what stands of the same is the same.
 *
 * @param named whom it is about, in the words that came
 * @param account null where nobody was found, {@code missing} says why
 * @param removal the order to remove posts that holds; null else
 * @param byForm whether it came by a form, which proves nothing
 */
record Wanted(
    UUID authority,
    String reference,
    Term term,
    PlatformId platform,
    String named,
    @Nullable AccountRef account,
    String missing,
    @Nullable UUID removal,
    boolean byForm,
    Instant receivedAt,
    Instant until) {
  /** Of an account that is known. */
  static Wanted of(
      AccountRef account,
      UUID authority,
      String reference,
      Term term,
      @Nullable UUID removal,
      Instant receivedAt) {
    return new Wanted(
        authority,
        reference,
        term,
        account.platform(),
        account.nativeId(),
        account,
        "",
        removal,
        false,
        receivedAt,
        term.from(receivedAt));
  }

  /** Whether it is an order of its own, and no part of another one. */
  boolean isOrder() {
    return removal == null && term.isOfOrders();
  }

  Preserved begun(UUID id, RecordId record) {
    return new Preserved(
        id,
        authority,
        reference,
        term,
        platform,
        named,
        account,
        missing,
        removal,
        null,
        false,
        0,
        receivedAt,
        until,
        false,
        null,
        record);
  }
}
