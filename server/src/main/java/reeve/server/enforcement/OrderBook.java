package reeve.server.enforcement;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
import reeve.server.record.Finding;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** The worker's side of the orders: what is due, and what became of it. */
@Component
class OrderBook {
  static final Actor WORKER = Receipts.WORKER;

  private static final String IN_LANE =
      "(:lanes = 1 or (hashtext(account) & 2147483647) % :lanes = :lane)";

  private final JdbcClient jdbc;
  private final Records records;
  private final JdbcHandOvers handOvers;
  private final Receipts receipts;

  OrderBook(JdbcClient jdbc, Records records, JdbcHandOvers handOvers, Receipts receipts) {
    this.jdbc = jdbc;
    this.records = records;
    this.handOvers = handOvers;
    this.receipts = receipts;
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
    // Before anything is written: what counts then comes before the receipts in the order.
    Map<OrderId, Finding.Way> ways = receipts.ways(answers);
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
      times[i] = Receipts.at(answered.receipt(), now).toString();
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
        receipts.entries(
            answers.stream().filter(a -> closed.contains(a.taken().order().id().value())).toList(),
            ways,
            now,
            actor,
            byHand));
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
    List<Receipts.Lapse> lapses =
        jdbc.sql(
                """
                UPDATE order_to_act SET lapses_at = NULL
                 WHERE id = ANY (ARRAY(
                   SELECT id FROM order_to_act WHERE lapses_at <= :now
                    ORDER BY lapses_at LIMIT 1000 FOR UPDATE SKIP LOCKED))
                RETURNING id, platform, account, cause, kind, number
                """)
            .param("now", Timestamp.from(now))
            .query((row, _) ->
                new Receipts.Lapse(
                    new AccountRef(
                        new PlatformId(row.getString("platform")), row.getString("account")),
                    new RecordId(row.getObject("cause", UUID.class)),
                    OrderKind.ofCode(row.getString("kind")),
                    row.getObject("id", UUID.class),
                    row.getLong("number")))
            .list();
    if (!lapses.isEmpty()) {
      records.append(receipts.entries(lapses, receipts.waysOf(lapses)));
    }
    return lapses.size();
  }

  static OrderState state(Receipt receipt) {
    return switch (receipt) {
      case Receipt.HandedOver _ -> OrderState.DONE;
      case Receipt.Done _ -> OrderState.DONE;
      case Receipt.Refused refused ->
          refused.why() == Receipt.Refusal.SUPERSEDED ? OrderState.SUPERSEDED : OrderState.REFUSED;
    };
  }

  static String words(Receipt.Refused refused) {
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
