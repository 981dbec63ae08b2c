package reeve.server.enforcement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where the other slices issue orders to act. Nothing happens outside but through it. */
public interface Orders {
  /**
   * Issues orders in the caller's transaction, all or none, numbered per account in the order
   * given. Set-based: a thousand cost little more than one.
   *
   * <p>MUST be called inside a transaction, and refuses otherwise: an order and the decision that
   * it carries out stand or fall together. Orders of one account are carried out by rising number;
   * an earlier one that is still open holds later ones back.
   *
   * @param leavesAt before this time none of them is tried, and the bundle may be withdrawn
   */
  void issue(List<Issue> orders, Instant leavesAt);

  /**
   * Withdraws a bundle in the caller's transaction, unless a try of any of its orders has begun.
   *
   * @return whether it is withdrawn; when not, nothing is changed
   */
  boolean withdraw(UUID bundle);

  /** How the orders of a bundle stand, by account and number. */
  List<Standing> of(UUID bundle);
}
