package reeve.server.legal;

import java.time.Instant;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.platform.AccountRef;

/**
 * Keeps what an order is about (Regulation (EU) 2021/784, Article 6: six months). All that may
 * happen while its authority is not verified.
 */
@Component
final class Preserving {
  private final Cases cases;
  private final PlatformHolds holds;

  Preserving(Cases cases, PlatformHolds holds) {
    this.cases = cases;
    this.holds = holds;
  }

  /**
   * The six months of the copies of its accounts' closed cases begin anew, an open one is kept, and
   * the platform keeps for six months what the accounts' holders delete.
   */
  void of(RemovalOrder order, Instant now) {
    for (AccountRef account : order.accounts()) {
      for (Case of : cases.history(account)) {
        cases.keep(of.id(), now);
      }
      holds.settle(account, order.record(), now);
    }
  }
}
