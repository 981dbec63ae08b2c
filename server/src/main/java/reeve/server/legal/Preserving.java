package reeve.server.legal;

import java.time.Instant;
import java.util.Comparator;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

/**
 * Keeps what an order to remove is about (Regulation (EU) 2021/784, Article 6: six months). All
 * that may happen while its authority is not verified.
 */
@Component
final class Preserving {
  private final Holding holding;

  Preserving(Holding holding) {
    this.holding = holding;
  }

  /**
   * Holds all that is kept of its accounts, as an order to preserve does, here and on the platform;
   * until the order is refused or taken back, or the six months are over. What was held for it
   * before stays as it is.
   */
  void of(RemovalOrder order, Instant now) {
    // Always in the same order, so that two orders on the same accounts never wait for one another.
    order.accounts().stream()
        .sorted(Comparator.comparing(AccountRef::nativeId))
        .forEach(account -> holding.forRemoval(order, account, now));
  }
}
