package reeve.square.orders;

import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Times;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.holds.HandOvers;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;

/** Obeys orders: each once, in the order of their numbers, its id kept in the same transaction. */
@Component
final class Obedience {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Sanctions sanctions;
  private final Services services;
  private final HandOvers handOvers;
  private final Outbox outbox;
  private final Shapes shapes;

  Obedience(
      Clocked db,
      TransactionTemplate transaction,
      Sanctions sanctions,
      Services services,
      HandOvers handOvers,
      Outbox outbox,
      Shapes shapes) {
    this.db = db;
    this.transaction = transaction;
    this.sanctions = sanctions;
    this.services = services;
    this.handOvers = handOvers;
    this.outbox = outbox;
    this.shapes = shapes;
  }

  SquareReceipt obey(AccountId account, SquareOrder order) {
    return transaction.execute(status -> {
      // The row is locked, so that two orders on one account are obeyed one after the other.
      Optional<Long> last =
          db.sql("select last_order from accounts where id = :id for no key update")
              .param("id", account.value())
              .query(Long.class)
              .optional();
      if (last.isEmpty()) {
        return noSuchAccount();
      }
      Optional<Instant> before = obeyed(order);
      if (before.isPresent()) {
        return order.action() instanceof SquareAction.HandOver asked
            ? handOvers.answer(account, asked, before.get())
            : new SquareReceipt.Done(before.get());
      }
      if (order.number() <= last.get()) {
        return superseded(last.get());
      }
      if (!sanctions.ownsPosts(account, order.action())) {
        return refused(SquareReceipt.Why.NO_SUCH_POST, "The account has no such post.");
      }
      if (sanctions.goneBefore(order.action())) {
        return refused(SquareReceipt.Why.ALREADY_GONE, "");
      }
      if (order.action() instanceof SquareAction.HandOver asked) {
        SquareReceipt answer = handOvers.answer(account, asked, db.instant());
        return answer instanceof SquareReceipt.HandedOver
            ? carryOut(account, order, answer)
            : answer;
      }
      return carryOut(account, order, new SquareReceipt.Done(db.instant()));
    });
  }

  private Optional<Instant> obeyed(SquareOrder order) {
    return db.sql("select at from obeyed where order_id = :id")
        .param("id", order.id())
        .query((row, n) -> Times.of(row, "at"))
        .optional();
  }

  private SquareReceipt carryOut(AccountId account, SquareOrder order, SquareReceipt receipt) {
    Instant now = at(receipt);
    db.sql(
            """
            insert into obeyed (order_id, account_id, number, action, at)
            values (:id, :account, :number, :action, :at)
            """)
        .param("id", order.id())
        .param("account", account.value())
        .param("number", order.number())
        .param("action", order.action().getClass().getSimpleName())
        .param("at", Times.sql(now))
        .update();
    db.sql("update accounts set last_order = :number where id = :id")
        .param("number", order.number())
        .param("id", account.value())
        .update();
    if (act(account, order)) {
      outbox.add(new Event.AccountUpdated(now, shapes.account(account)));
    }
    return receipt;
  }

  private static Instant at(SquareReceipt receipt) {
    return switch (receipt) {
      case SquareReceipt.Done done -> done.at();
      case SquareReceipt.HandedOver handed -> handed.at();
      case SquareReceipt.Refused refused -> throw new IllegalArgumentException(refused.detail());
    };
  }

  /** Returns whether the account looks otherwise now. */
  private boolean act(AccountId account, SquareOrder order) {
    return switch (order.action()) {
      case SquareAction.Warn warn -> false;
      case SquareAction.RemovePosts remove -> {
        sanctions.removePosts(account, order.id(), remove.posts());
        yield false;
      }
      case SquareAction.Seal seal -> {
        sanctions.seal(account, order.id(), seal.posts());
        yield false;
      }
      case SquareAction.ClearField clear -> sanctions.clear(account, order.id(), clear.field());
      case SquareAction.Limit limit -> sanctions.limit(account, order.id(), limit.until());
      case SquareAction.Suspend suspend -> sanctions.suspend(account, order.id(), suspend.until());
      case SquareAction.Reinstate reinstate -> sanctions.undo(account, reinstate.undone());
      case SquareAction.Deliver deliver -> services.deliver(account, deliver);
      case SquareAction.ApproveSignUp approve -> services.approve(account);
      case SquareAction.RefuseSignUp refuse -> services.refuse(account);
      case SquareAction.IssueLink link -> services.issueLink(account, link);
      case SquareAction.Hold hold -> services.hold(account, hold);
      case SquareAction.ReleaseHold release -> services.releaseHold(account);
      // Reads alone.
      case SquareAction.HandOver handOver -> false;
    };
  }

  static SquareReceipt noSuchAccount() {
    return refused(SquareReceipt.Why.NO_SUCH_ACCOUNT, "There is no such account.");
  }

  static SquareReceipt superseded(long last) {
    return refused(
        SquareReceipt.Why.SUPERSEDED, "Order " + last + " on this account was obeyed before.");
  }

  private static SquareReceipt refused(SquareReceipt.Why why, String detail) {
    return new SquareReceipt.Refused(why, detail);
  }
}
