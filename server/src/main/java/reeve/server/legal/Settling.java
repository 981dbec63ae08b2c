package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Orders;
import reeve.server.enforcement.Standing;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.legal.RemovalOrder.Outcome;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.staff.Lease;

/** What goes on by itself: alarms, the platform's answers, and the notice to holders. */
@Component
final class Settling {
  static final Kind ENDED = new Kind("legal.removal-ended", 2);
  static final Kind TOLD = new Kind("legal.notice-sent", 1);
  private static final Actor LEGAL = new Actor.Worker("legal");

  private final AuthorityRows authorities;
  private final OrderRows rows;
  private final Alarms alarms;
  private final MessageAlarms messageAlarms;
  private final Orders orders;
  private final Records records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  Settling(
      AuthorityRows authorities,
      OrderRows rows,
      Alarms alarms,
      MessageAlarms messageAlarms,
      Orders orders,
      Records records,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.authorities = authorities;
    this.rows = rows;
    this.alarms = alarms;
    this.messageAlarms = messageAlarms;
    this.orders = orders;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** One round; each order in a transaction of its own, which commits only under the lease. */
  void round(Lease lease) {
    transaction.executeWithoutResult(t -> {
      lease.confirm();
      alarms.raise(clock.instant());
      messageAlarms.raise(clock.instant());
    });
    var round = new OneByOne(transaction, lease);
    round.each(rows.removing(), this::settle);
    round.each(rows.toTell(clock.instant()), this::tell);
    round.end();
  }

  private void settle(UUID id) {
    RemovalOrder order = rows.lock(id).orElseThrow();
    UUID bundle = order.bundle();
    if (order.state() != RemovalOrder.State.REMOVING || bundle == null) {
      return;
    }
    Map<OrderId, Standing> answers =
        orders.of(bundle).stream().collect(Collectors.toMap(Standing::id, it -> it));
    if (answers.values().stream().anyMatch(it -> it.state() == OrderState.DUE)) {
      return;
    }
    int removed = 0;
    for (Named post : order.posts()) {
      Named settled = settled(post, answers);
      rows.put(id, settled);
      removed += settled.outcome() == Outcome.REMOVED ? 1 : 0;
    }
    Instant now = clock.instant();
    RemovalOrder.State state =
        removed > 0 ? RemovalOrder.State.CARRIED_OUT : RemovalOrder.State.NOT_POSSIBLE;
    rows.end(id, state, null, "", now);
    rows.log(
        id,
        now,
        "The platform answered: %d of %d posts removed.".formatted(removed, order.posts().size()));
    records.append(
        entry(
            ENDED,
            order,
            Figures.of(
                authorities.find(order.authority()).orElseThrow(), Figures.REMOVAL, state.code()),
            Map.of("state", state.code(), "removed", removed, "named", order.posts().size())));
  }

  private static Named settled(Named post, Map<OrderId, Standing> answers) {
    OrderId act = post.act();
    Standing answer = act == null ? null : answers.get(act);
    if (answer == null) {
      return with(post, Outcome.NOT_THERE, post.missing());
    }
    String words = answer.answer();
    String told = words == null ? "" : words;
    return switch (answer.state()) {
      case DONE -> with(post, Outcome.REMOVED, "");
      case REFUSED -> with(post, Outcome.NOT_THERE, told);
      case DUE, SUPERSEDED, WITHDRAWN -> with(post, Outcome.FAILED, told);
    };
  }

  private static Named with(Named post, Outcome outcome, String answer) {
    return new Named(
        post.place(),
        post.named(),
        post.post(),
        post.account(),
        post.missing(),
        post.act(),
        outcome,
        answer);
  }

  /**
   * The notice of Article 11, once the posts are removed and no silence is ordered any more; also
   * where the order was taken back while silence stood.
   */
  private void tell(UUID id) {
    RemovalOrder order = rows.lock(id).orElseThrow();
    boolean back = order.state() == RemovalOrder.State.TAKEN_BACK;
    if ((!back && order.state() != RemovalOrder.State.CARRIED_OUT)
        || order.noticeSentAt() != null
        || order.removed().isEmpty()) {
      return;
    }
    Authority authority = authorities.find(order.authority()).orElseThrow();
    Instant now = clock.instant();
    RecordId record =
        records.append(entry(TOLD, order, Map.of(), Map.of("accounts", order.removed().size())));
    List<Issue> issues = new ArrayList<>();
    order
        .removed()
        .forEach((account, posts) -> {
          UUID letter = UUID.randomUUID();
          Notice notice =
              back
                  ? Notice.removedAndBack(order, authority, posts)
                  : Notice.of(order, authority, posts);
          rows.add(id, account, letter, notice.title(), notice.body(), now);
          issues.add(Issue.of(letter, account, notice.action(letter), record));
        });
    rows.noticed(id, now);
    rows.log(id, now, "The notice to the holder was issued.");
    orders.issue(issues, now);
  }

  private static Entry entry(
      Kind kind, RemovalOrder order, Map<String, ?> open, Map<String, ?> told) {
    Map<String, Object> closed = new java.util.LinkedHashMap<>(told);
    closed.put("order", order.id().toString());
    List<AccountRef> accounts = order.accounts();
    return new Entry(
        kind,
        accounts.size() == 1 ? accounts.getFirst() : null,
        LEGAL,
        order.acted(),
        open,
        closed);
  }
}
