package reeve.square.orders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.accounts.MailBan;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Ids;
import reeve.square.base.Times;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;

/**
 * Obeys many orders in one transaction. Suspensions for good and letters, which come by the
 * thousand, are carried out in a few statements together; what else stands between them is obeyed
 * in its place.
 */
@Component
final class Batch {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Obedience obedience;
  private final MailBan mailBan;
  private final Outbox outbox;
  private final Shapes shapes;

  Batch(
      Clocked db,
      TransactionTemplate transaction,
      Obedience obedience,
      MailBan mailBan,
      Outbox outbox,
      Shapes shapes) {
    this.db = db;
    this.transaction = transaction;
    this.obedience = obedience;
    this.mailBan = mailBan;
    this.outbox = outbox;
    this.shapes = shapes;
  }

  /** An order whose time has come, of an account that is there and locked. */
  private record Accepted(long account, SquareOrder order) {}

  List<SquareReceipt> obey(List<SquareOrder> orders) {
    return transaction.execute(status -> inOrder(orders));
  }

  private List<SquareReceipt> inOrder(List<SquareOrder> orders) {
    Instant now = db.instant();
    List<Long> accounts = orders.stream().map(order -> Ids.orZero(order.account())).toList();
    Map<Long, Long> last = lock(accounts);
    Map<UUID, Instant> before = obeyed(orders);
    List<SquareReceipt> receipts = new ArrayList<>(orders.size());
    List<Accepted> together = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      SquareOrder order = orders.get(i);
      Long account = accounts.get(i);
      Long number = last.get(account);
      Instant at = before.get(order.id());
      if (number == null) {
        receipts.add(Obedience.noSuchAccount());
      } else if (at != null && !(order.action() instanceof SquareAction.HandOver)) {
        receipts.add(new SquareReceipt.Done(at));
      } else if (at == null && order.number() <= number) {
        receipts.add(Obedience.superseded(number));
      } else if (comesByTheThousand(order.action())) {
        together.add(new Accepted(account, order));
        last.put(account, order.number());
        before.put(order.id(), now);
        receipts.add(new SquareReceipt.Done(now));
      } else {
        carryOut(together, now);
        together.clear();
        SquareReceipt receipt = obedience.obey(new AccountId(account), order);
        if (receipt instanceof SquareReceipt.Done done) {
          last.put(account, order.number());
          before.put(order.id(), done.at());
        } else if (receipt instanceof SquareReceipt.HandedOver handed) {
          last.put(account, order.number());
          before.put(order.id(), handed.at());
        }
        receipts.add(receipt);
        // What follows was done after it, and says so.
        now = db.instant();
      }
    }
    carryOut(together, now);
    return receipts;
  }

  private static boolean comesByTheThousand(SquareAction action) {
    return action instanceof SquareAction.Deliver
        || (action instanceof SquareAction.Suspend suspend && suspend.until() == null);
  }

  /** Locks the accounts in rising order, and tells the number of the last order of each. */
  private Map<Long, Long> lock(Collection<Long> accounts) {
    Map<Long, Long> last = new HashMap<>();
    // "No key": reports on these accounts refer to them by key meanwhile, and must not wait.
    db.sql(
            """
            select id, last_order from accounts where id = any (:ids) order by id
            for no key update
            """)
        .param("ids", accounts.toArray(Long[]::new))
        .query(row -> {
          last.put(row.getLong("id"), row.getLong("last_order"));
        });
    return last;
  }

  private Map<UUID, Instant> obeyed(List<SquareOrder> orders) {
    Map<UUID, Instant> before = new HashMap<>();
    db.sql("select order_id, at from obeyed where order_id = any (:ids)")
        .param("ids", orders.stream().map(SquareOrder::id).toArray(UUID[]::new))
        .query(row -> {
          before.put(row.getObject("order_id", UUID.class), Times.of(row, "at"));
        });
    return before;
  }

  private void carryOut(List<Accepted> orders, Instant now) {
    if (orders.isEmpty()) {
      return;
    }
    Long[] accounts = orders.stream().map(Accepted::account).toArray(Long[]::new);
    Long[] numbers = orders.stream().map(one -> one.order().number()).toArray(Long[]::new);
    db.sql(
            """
            insert into obeyed (order_id, account_id, number, action, at)
            select *, :at from unnest(:ids, :accounts, :numbers, :actions)
            """)
        .param("ids", orders.stream().map(one -> one.order().id()).toArray(UUID[]::new))
        .param("accounts", accounts)
        .param("numbers", numbers)
        .param(
            "actions",
            orders.stream()
                .map(one -> one.order().action().getClass().getSimpleName())
                .toArray(String[]::new))
        .param("at", Times.sql(now))
        .update();
    List<Accepted> suspensions =
        orders.stream()
            .filter(one -> one.order().action() instanceof SquareAction.Suspend)
            .toList();
    db.sql(
            """
            update accounts a set last_order = l.number,
              suspended_until = case when l.suspended then 'infinity' else a.suspended_until end
            from (select account, max(number) as number, account = any (:suspended) as suspended
              from unnest(:accounts, :numbers) as t (account, number) group by account) l
            where a.id = l.account
            """)
        .param("accounts", accounts)
        .param("numbers", numbers)
        .param("suspended", suspensions.stream().map(Accepted::account).toArray(Long[]::new))
        .update();
    suspend(suspensions, now);
    deliver(orders, now);
  }

  private void suspend(List<Accepted> suspensions, Instant now) {
    if (suspensions.isEmpty()) {
      return;
    }
    List<Long> accounts = suspensions.stream().map(Accepted::account).distinct().toList();
    db.sql(
            """
            insert into taken (order_id, account_id, part, until)
            select o, a, 'suspend', 'infinity' from unnest(:ids, :accounts) as t (o, a)
            """)
        .param("ids", suspensions.stream().map(one -> one.order().id()).toArray(UUID[]::new))
        .param("accounts", suspensions.stream().map(Accepted::account).toArray(Long[]::new))
        .update();
    mailBan.ban(accounts);
    Map<Long, Event.AccountShape> shown = shapes.accounts(accounts);
    outbox.add(shown.values().stream().map(shape -> new Event.AccountUpdated(now, shape)).toList());
  }

  private void deliver(List<Accepted> orders, Instant now) {
    List<SquareAction.Deliver> letters = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    for (Accepted one : orders) {
      if (one.order().action() instanceof SquareAction.Deliver letter) {
        letters.add(letter);
        to.add(one.account());
      }
    }
    if (letters.isEmpty()) {
      return;
    }
    @Nullable String[] decisions = new @Nullable String[letters.size()];
    @Nullable String[] untils = new @Nullable String[letters.size()];
    for (int i = 0; i < untils.length; i++) {
      Instant until = letters.get(i).appealUntil();
      decisions[i] = letters.get(i).decision();
      untils[i] = until == null ? null : until.toString();
    }
    db.sql(
            """
            insert into letters (id, account_id, statement, title, body, decision, appeal_until, at)
            select id, account, statement, title, body, decision, until::timestamptz, :at
            from unnest(:ids, :accounts, :statements, :titles, :bodies, :decisions, :untils)
              as t (id, account, statement, title, body, decision, until)
            on conflict (id) do nothing
            """)
        .param("ids", letters.stream().map(SquareAction.Deliver::id).toArray(String[]::new))
        .param("accounts", to.toArray(Long[]::new))
        .param(
            "statements",
            letters.stream().map(SquareAction.Deliver::statement).toArray(Boolean[]::new))
        .param("titles", letters.stream().map(SquareAction.Deliver::title).toArray(String[]::new))
        .param("bodies", letters.stream().map(SquareAction.Deliver::body).toArray(String[]::new))
        .param("decisions", decisions)
        .param("untils", untils)
        .param("at", Times.sql(now))
        .update();
  }
}
