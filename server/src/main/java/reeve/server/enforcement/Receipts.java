package reeve.server.enforcement;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.enforcement.OrderBook.Answered;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.Receipt;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Finding;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;

/**
 * Writes receipts as records. What follows from a decision carries its origin, policy and clause,
 * and a suspension how the account was found, so that a figure needs no other record to count it.
 */
@Component
final class Receipts {
  static final Kind CARRIED_OUT = new Kind("enforcement.carried-out", 2);
  static final Kind REFUSED = new Kind("enforcement.refused", 2);

  /**
   * An order that is no sanction and that nobody outside ever learns of: nothing of it is public.
   */
  static final Kind ANSWERED = new Kind("enforcement.answered", 1);

  static final Kind LAPSED = new Kind("enforcement.lapsed", 2);
  static final Actor WORKER = new Actor.Worker("enforcement");

  /** What is copied from the decision. */
  private static final List<String> COPIED = List.of("origin", "policy", "clause");

  private final JdbcClient jdbc;
  private final Finding finding;

  Receipts(JdbcClient jdbc, Finding finding) {
    this.jdbc = jdbc;
    this.finding = finding;
  }

  /** A measure whose end has come. */
  record Lapse(AccountRef account, RecordId cause, OrderKind kind, UUID order, long number) {}

  /**
   * What sanctions and reinstatements go back to. MUST be asked before the transaction writes; see
   * {@link Finding}.
   */
  Map<OrderId, Finding.Way> ways(List<Answered> answers) {
    List<Order> orders = new ArrayList<>();
    List<Finding.Action> asked = new ArrayList<>();
    for (Answered answered : answers) {
      Order order = answered.taken().order();
      OrderKind kind = OrderKind.of(order.action());
      if (kind.sanction() || kind == OrderKind.REINSTATE) {
        orders.add(order);
        asked.add(new Finding.Action(order.account(), answered.taken().cause(), null));
      }
    }
    List<Finding.Way> found = finding.of(asked);
    Map<OrderId, Finding.Way> ways = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      ways.put(orders.get(i).id(), found.get(i));
    }
    return ways;
  }

  /** What lapses go back to; likewise. */
  List<Finding.Way> waysOf(List<Lapse> lapses) {
    return finding.of(
        lapses.stream().map(it -> new Finding.Action(it.account(), it.cause(), null)).toList());
  }

  /** The records of receipts, once their orders are closed. */
  List<Entry> entries(
      List<Answered> answers,
      Map<OrderId, Finding.Way> ways,
      Instant now,
      Actor actor,
      boolean byHand) {
    Set<OrderId> ending = ending(answers);
    return answers.stream()
        .map(it -> {
          OrderId id = it.taken().order().id();
          return entry(it, ways.get(id), ending.contains(id), now, actor, byHand);
        })
        .toList();
  }

  List<Entry> entries(List<Lapse> lapses, List<Finding.Way> ways) {
    Set<UUID> last = last(lapses);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lapses.size(); i++) {
      Lapse lapse = lapses.get(i);
      Map<String, Object> open = new LinkedHashMap<>();
      open.put("action", lapse.kind().code());
      copy(ways.get(i), open);
      if (lapse.kind() == OrderKind.SUSPEND) {
        open.put("ends", last.contains(lapse.order()));
      }
      entries.add(
          new Entry(
              LAPSED,
              lapse.account(),
              WORKER,
              lapse.cause(),
              open,
              Map.of("order", lapse.order().toString())));
    }
    return entries;
  }

  private static Entry entry(
      Answered answered,
      Finding.@Nullable Way way,
      boolean ends,
      Instant now,
      Actor actor,
      boolean byHand) {
    Order order = answered.taken().order();
    Instant until = OrderKind.until(order.action());
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("action", OrderKind.of(order.action()).code());
    open.put("temporary", until != null);
    open.put("by", byHand ? "hand" : "platform");
    copy(way, open);
    Map<String, Object> closed = new LinkedHashMap<>();
    closed.put("order", order.id().toString());
    closed.put("number", order.number());
    closed.put("tries", answered.taken().tries());
    if (OrderKind.of(order.action()).quiet()) {
      return quiet(answered, now, actor, closed);
    }
    return switch (answered.receipt()) {
      case Receipt.Done done -> {
        closed.put("at", done.at().toString());
        if (until != null) {
          closed.put("until", until.toString());
        }
        if (order.action() instanceof Action.Suspend && way != null && way.decision() != null) {
          open.put("found", way.found().code());
          closed.put("seen", way.seen());
        }
        if (order.action() instanceof Action.Reinstate reinstate) {
          open.put("ends", ends);
          closed.put("undone", reinstate.undone().stream().map(OrderId::toString).toList());
        }
        yield new Entry(
            CARRIED_OUT, order.account(), actor, answered.taken().cause(), open, closed);
      }
      case Receipt.HandedOver _ ->
          throw new IllegalStateException("a platform handed over what nobody asked for");
      case Receipt.Refused refused -> {
        open.put("why", refused.why().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        closed.put("at", now.toString());
        closed.put("detail", refused.detail());
        yield new Entry(REFUSED, order.account(), actor, answered.taken().cause(), open, closed);
      }
    };
  }

  private static Entry quiet(
      Answered answered, Instant now, Actor actor, Map<String, Object> closed) {
    Order order = answered.taken().order();
    closed.put("action", OrderKind.of(order.action()).code());
    closed.put("answer", OrderBook.state(answered.receipt()).code());
    closed.put("at", at(answered.receipt(), now).toString());
    switch (answered.receipt()) {
      case Receipt.Done _ -> {}
      case Receipt.HandedOver handed -> {
        byte[] bytes = handed.file().getBytes(StandardCharsets.UTF_8);
        closed.put("bytes", bytes.length);
        closed.put("sha256", JdbcHandOvers.sha256(bytes));
      }
      case Receipt.Refused refused -> closed.put("detail", OrderBook.words(refused));
    }
    return new Entry(ANSWERED, order.account(), actor, answered.taken().cause(), Map.of(), closed);
  }

  static Instant at(Receipt receipt, Instant now) {
    return switch (receipt) {
      case Receipt.Done done -> done.at();
      case Receipt.HandedOver handed -> handed.at();
      case Receipt.Refused _ -> now;
    };
  }

  private static void copy(Finding.@Nullable Way way, Map<String, Object> open) {
    if (way != null && way.decision() != null) {
      for (String key : COPIED) {
        Object value = way.decided().get(key);
        if (value != null) {
          open.put(key, value);
        }
      }
    }
  }

  /** Which of these reinstatements end the suspension that held last before them. */
  private Set<OrderId> ending(List<Answered> answers) {
    List<Order> back =
        answers.stream()
            .filter(it -> it.receipt() instanceof Receipt.Done)
            .map(it -> it.taken().order())
            .filter(it -> it.action() instanceof Action.Reinstate)
            .toList();
    if (back.isEmpty()) {
      return Set.of();
    }
    Map<UUID, UUID> last = new HashMap<>();
    jdbc.sql(
            """
            SELECT a.id, s.id AS suspension
              FROM unnest(:ids::uuid[], :platforms::text[], :accounts::text[], :numbers::bigint[])
                     AS a (id, platform, account, number),
                   LATERAL (SELECT o.id FROM order_to_act o
                             WHERE o.platform = a.platform AND o.account = a.account
                               AND o.kind = 'suspend' AND o.state = 'done'
                               AND o.number < a.number
                             ORDER BY o.number DESC LIMIT 1) s
            """)
        .param("ids", back.stream().map(it -> it.id().value()).toArray(UUID[]::new))
        .param(
            "platforms",
            back.stream().map(it -> it.account().platform().value()).toArray(String[]::new))
        .param("accounts", back.stream().map(it -> it.account().nativeId()).toArray(String[]::new))
        .param("numbers", back.stream().map(Order::number).toArray(Long[]::new))
        .query(row -> {
          last.put(row.getObject("id", UUID.class), row.getObject("suspension", UUID.class));
        });
    Set<OrderId> ending = new HashSet<>();
    for (Order order : back) {
      UUID suspension = last.get(order.id().value());
      if (suspension != null
          && order.action() instanceof Action.Reinstate reinstate
          && reinstate.undone().contains(new OrderId(suspension))) {
        ending.add(order.id());
      }
    }
    return ending;
  }

  /** Those after which no other suspension was carried out. */
  private Set<UUID> last(List<Lapse> lapses) {
    return new HashSet<>(
        jdbc.sql(
                """
                SELECT a.id
                  FROM unnest(:ids::uuid[], :platforms::text[], :accounts::text[],
                              :numbers::bigint[]) AS a (id, platform, account, number)
                 WHERE NOT EXISTS (SELECT FROM order_to_act o
                                    WHERE o.platform = a.platform AND o.account = a.account
                                      AND o.kind = 'suspend' AND o.state = 'done'
                                      AND o.number > a.number)
                """)
            .param("ids", lapses.stream().map(Lapse::order).toArray(UUID[]::new))
            .param(
                "platforms",
                lapses.stream().map(it -> it.account().platform().value()).toArray(String[]::new))
            .param(
                "accounts",
                lapses.stream().map(it -> it.account().nativeId()).toArray(String[]::new))
            .param("numbers", lapses.stream().map(Lapse::number).toArray(Long[]::new))
            .query((row, _) -> row.getObject(1, UUID.class))
            .list());
  }
}
