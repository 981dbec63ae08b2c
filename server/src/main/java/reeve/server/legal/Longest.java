package reeve.server.legal;

import java.time.Instant;
import org.springframework.stereotype.Component;
import reeve.server.cases.Holds;
import reeve.server.platform.AccountRef;
import reeve.server.record.RecordId;

/** The latest end of all that stands on an account is the account's, here and on its platform. */
@Component
final class Longest {
  private final HoldRows rows;
  private final Holds holds;
  private final PlatformHolds platformHolds;

  Longest(HoldRows rows, Holds holds, PlatformHolds platformHolds) {
    this.rows = rows;
    this.holds = holds;
    this.platformHolds = platformHolds;
  }

  /**
   * Works the end out anew after a change, in its transaction; where nothing is left, it is now.
   *
   * @param cause the record of what changed
   */
  void settle(AccountRef account, RecordId cause, Instant now) {
    Instant until =
        rows.lock(account).stream()
            .map(Preserved::until)
            .filter(it -> it.isAfter(now))
            .findFirst()
            .orElse(now);
    holds.hold(account, until);
    platformHolds.settle(account, cause, now);
  }
}
