package reeve.server.enforcement;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Receipt;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** The worker's side of the orders: what is due, and what became of it. */
@Component
class OrderBook {
  static final Kind CARRIED_OUT = new Kind("enforcement.carried-out", 1);
  static final Kind REFUSED = new Kind("enforcement.refused", 1);

  /**
   * An order that is no sanction and that nobody outside ever learns of: nothing of it is public.
   */
  static final Kind ANSWERED = new Kind("enforcement.answered", 1);

  static final Kind LAPSED = new Kind("enforcement.lapsed", 1);
  static final Actor WORKER = new Actor.Worker("enforcement");

  private static final String IN_LANE =
      "(:lanes = 1 or (hashtext(account) & 2147483647) % :lanes = :lane)";

  private final JdbcClient jdbc;
  private final Records records;
  private final JdbcHandOvers handOvers;

  OrderBook(JdbcClient jdbc, Records records, JdbcHandOvers handOvers) {
    this.jdbc = jdbc;
    this.records = records;
    this.handOvers = handOvers;
  }

  /** An order that is being tried. */
  record Taken(Order order, UUID bundle, RecordId cause, int tries, Instant nextTry) {}

  /** An order and the answer to it. */
  record Answered(Taken taken, Receipt receipt) {}

  /**
   * Takes the orders that are due, in the order in which they are to be carried out, and marks each
   * as tried before anything happens: from now on it can no longer be withdrawn.
   */
  @Transactional
  List<Taken> take(PlatformId platform, Lane lane, Instant now, int most) {
    List<Taken> taken =
        jdbc.sql(
                """
                UPDATE order_to_act SET tries = tries + 1
                 WHERE state = 'due' AND id = ANY (ARRAY(
                   SELECT id FROM order_to_act
                    WHERE platform = :platform AND state = 'due' AND next_try <= :now
                      AND\
                """
                    + IN_LANE
                    + """
                        ORDER BY next_try, number LIMIT :most))
                    RETURNING id, bundle, platform, account, number, action, cause, tries, next_try
                    """)
            .param("platform", platform.value())
            .param("lane", lane.number())
            .param("lanes", lane.of())
            .param("now", Timestamp.from(now))
            .param("most", most)
            .query((row, _) ->
                new Taken(
                    new Order(
                        new OrderId(row.getObject("id", UUID.class)),
                        new AccountRef(platform, row.getString("account")),
                        row.getLong("number"),
                        ActionJson.read(row.getString("action"))),
                    row.getObject("bundle", UUID.class),
                    new RecordId(row.getObject("cause", UUID.class)),
                    row.getInt("tries"),
                    row.getTimestamp("next_try").toInstant()))
            .list();
    List<Taken> ordered = new ArrayList<>(taken);
    ordered.sort(Comparator.comparing(Taken::nextTry).thenComparingLong(t -> t.order().number()));
    return ordered;
  }

  /** When the next order of a platform is to be tried. */
  Optional<Instant> nextTry(PlatformId platform, Lane lane) {
    return jdbc.sql(
            """
            SELECT next_try FROM order_to_act
             WHERE platform = :platform AND state = 'due' AND\
            """
                + IN_LANE
                + """
                 ORDER BY next_try, number LIMIT 1
                """)
        .param("platform", platform.value())
        .param("lane", lane.number())
        .param("lanes", lane.of())
        .query((row, _) -> row.getTimestamp("next_try").toInstant())
        .optional();
  }

  /** Closes orders by their receipts, and records those that were not closed before. */
  @Transactional
  void close(List<Answered> answers, Instant now, Actor actor, boolean byHand) {
    if (answers.isEmpty()) {
      return;
    }
    String[] ids = new String[answers.size()];
    String[] states = new String[answers.size()];
    @Nullable String[] words = new String[answers.size()];
    String[] times = new String[answers.size()];
    List<String> undone = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      Answered answered = answers.get(i);
      ids[i] = answered.taken().order().id().toString();
      states[i] = state(answered.receipt()).code();
      words[i] = answered.receipt() instanceof Receipt.Refused r ? words(r) : null;
      times[i] = at(answered.receipt(), now).toString();
      if (answered.receipt() instanceof Receipt.Done
          && answered.taken().order().action() instanceof Action.Reinstate reinstate) {
        reinstate.undone().forEach(id -> undone.add(id.toString()));
      }
    }
    Set<UUID> closed =
        new HashSet<>(
            jdbc.sql(
                    """
                    UPDATE order_to_act o
                       SET state = a.state, answer = a.words, closed_at = a.at, action = NULL,
                           by_hand = :hand,
                           lapses_at = CASE WHEN a.state = 'done' THEN o.until END
                      FROM unnest(:ids::uuid[], :states::text[], :words::text[],
                                  :times::timestamptz[]) AS a (id, state, words, at)
                     WHERE o.id = a.id AND o.state = 'due'
                    RETURNING o.id
                    """)
                .param("ids", ids)
                .param("states", states)
                .param("words", words)
                .param("times", times)
                .param("hand", byHand)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list());
    if (!undone.isEmpty()) {
      jdbc.sql("UPDATE order_to_act SET lapses_at = NULL WHERE id = ANY (:ids::uuid[])")
          .param("ids", undone.toArray(String[]::new))
          .update();
    }
    for (Answered answered : answers) {
      OrderId id = answered.taken().order().id();
      if (closed.contains(id.value()) && answered.receipt() instanceof Receipt.HandedOver handed) {
        handOvers.keep(id, handed);
      }
    }
    records.append(
        answers.stream()
            .filter(a -> closed.contains(a.taken().order().id().value()))
            .map(a -> entry(a, now, actor, byHand))
            .toList());
  }

  /**
   * Puts an order off, and with it the later ones of its account: none may overtake it.
   *
   * @param words why it was not carried out, as far as is known
   */
  @Transactional
  void postpone(Taken taken, String words, Instant nextTry) {
    AccountRef account = taken.order().account();
    jdbc.sql(
            """
            UPDATE order_line SET not_before = greatest(not_before, :next)
             WHERE platform = :platform AND account = :account
            """)
        .param("next", Timestamp.from(nextTry))
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .update();
    jdbc.sql(
            """
            UPDATE order_to_act
               SET next_try = greatest(next_try, :next),
                   answer = CASE WHEN number = :number THEN :words ELSE answer END
             WHERE platform = :platform AND account = :account AND number >= :number
               AND state = 'due'
            """)
        .param("next", Timestamp.from(nextTry))
        .param("words", words)
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .param("number", taken.order().number())
        .update();
  }

  /** Records the lapse of measures whose end has come. Returns how many. */
  @Transactional
  int noteLapses(Instant now) {
    record Lapse(AccountRef account, RecordId cause, OrderKind kind, UUID order) {}
    List<Lapse> lapses =
        jdbc.sql(
                """
                UPDATE order_to_act SET lapses_at = NULL
                 WHERE id = ANY (ARRAY(
                   SELECT id FROM order_to_act WHERE lapses_at <= :now
                    ORDER BY lapses_at LIMIT 1000 FOR UPDATE SKIP LOCKED))
                RETURNING id, platform, account, cause, kind
                """)
            .param("now", Timestamp.from(now))
            .query((row, _) ->
                new Lapse(
                    new AccountRef(
                        new PlatformId(row.getString("platform")), row.getString("account")),
                    new RecordId(row.getObject("cause", UUID.class)),
                    OrderKind.ofCode(row.getString("kind")),
                    row.getObject("id", UUID.class)))
            .list();
    if (!lapses.isEmpty()) {
      records.append(
          lapses.stream()
              .map(l ->
                  new Entry(
                      LAPSED,
                      l.account(),
                      WORKER,
                      l.cause(),
                      Map.of("action", l.kind().code()),
                      Map.of("order", l.order().toString())))
              .toList());
    }
    return lapses.size();
  }

  private static Entry entry(Answered answered, Instant now, Actor actor, boolean byHand) {
    Order order = answered.taken().order();
    Instant until = OrderKind.until(order.action());
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("action", OrderKind.of(order.action()).code());
    open.put("temporary", until != null);
    open.put("by", byHand ? "hand" : "platform");
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
        if (order.action() instanceof Action.Reinstate reinstate) {
          closed.put("undone", reinstate.undone().stream().map(OrderId::toString).toList());
        }
        yield new Entry(
            CARRIED_OUT, order.account(), actor, answered.taken().cause(), open, closed);
      }
      case Receipt.HandedOver _ ->
          throw new IllegalStateException("a platform handed over what nobody asked for");
      case Receipt.Refused refused -> {
        open.put("why", refused.why().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
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
    closed.put("answer", state(answered.receipt()).code());
    closed.put("at", at(answered.receipt(), now).toString());
    switch (answered.receipt()) {
      case Receipt.Done _ -> {}
      case Receipt.HandedOver handed -> {
        byte[] bytes = handed.file().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        closed.put("bytes", bytes.length);
        closed.put("sha256", JdbcHandOvers.sha256(bytes));
      }
      case Receipt.Refused refused -> closed.put("detail", words(refused));
    }
    return new Entry(ANSWERED, order.account(), actor, answered.taken().cause(), Map.of(), closed);
  }

  private static Instant at(Receipt receipt, Instant now) {
    return switch (receipt) {
      case Receipt.Done done -> done.at();
      case Receipt.HandedOver handed -> handed.at();
      case Receipt.Refused _ -> now;
    };
  }

  private static OrderState state(Receipt receipt) {
    return switch (receipt) {
      case Receipt.HandedOver _ -> OrderState.DONE;
      case Receipt.Done _ -> OrderState.DONE;
      case Receipt.Refused refused ->
          refused.why() == Receipt.Refusal.SUPERSEDED ? OrderState.SUPERSEDED : OrderState.REFUSED;
    };
  }

  private static String words(Receipt.Refused refused) {
    String why =
        switch (refused.why()) {
          case NO_SUCH_ACCOUNT -> "The platform has no such account.";
          case NO_SUCH_POST -> "The platform has no such post.";
          case ALREADY_GONE -> "It was gone before: its author had deleted it.";
          case TOO_MUCH -> "It is more than one file holds. Ask for less at once.";
          case SUPERSEDED -> "A later order of this account went before it.";
          case NOT_SUPPORTED -> "The platform cannot do this.";
        };
    return refused.detail().isBlank() ? why : why + " " + refused.detail();
  }

  /** How long until the time given, never negative. */
  static Duration until(Instant then, Instant now) {
    return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
  }
}
