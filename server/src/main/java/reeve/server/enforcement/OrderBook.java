package reeve.server.enforcement;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
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

  /** After this time an order is tried again whose letter was not there. */
  private static final Duration LETTER_MISSING = Duration.ofHours(1);

  private static final String IN_LANE =
      "(:lanes = 1 or (hashtext(account) & 2147483647) % :lanes = :lane)";

  private final JdbcClient jdbc;
  private final Records records;
  private final JdbcHandOvers handOvers;
  private final Receipts receipts;
  private final KeptLetters letters;

  OrderBook(
      JdbcClient jdbc,
      Records records,
      JdbcHandOvers handOvers,
      Receipts receipts,
      KeptLetters letters) {
    this.letters = letters;
    this.jdbc = jdbc;
    this.records = records;
    this.handOvers = handOvers;
    this.receipts = receipts;
  }

  /** Reads a row of {@code order_to_act}. */
  static final RowMapper<Stored> STORED =
      (row, _) ->
          new Stored(
              new OrderId(row.getObject("id", UUID.class)),
              new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
              row.getLong("number"),
              OrderKind.ofCode(row.getString("kind")),
              row.getString("action"),
              row.getObject("letter", UUID.class),
              JdbcOrders.instant(row, "until"),
              row.getObject("bundle", UUID.class),
              new RecordId(row.getObject("cause", UUID.class)),
              row.getInt("tries"),
              row.getTimestamp("next_try").toInstant());

  /**
   * An order as its row holds it.
   *
   * @param action as {@link ActionJson} writes it; null where it brings a kept letter
   * @param letter null where it brings none that is kept
   * @param until when the measure ends by itself
   */
  record Stored(
      OrderId id,
      AccountRef account,
      long number,
      OrderKind kind,
      @Nullable String action,
      @Nullable UUID letter,
      @Nullable Instant until,
      UUID bundle,
      RecordId cause,
      int tries,
      Instant nextTry) {

    private Taken taken(Map<UUID, Action.Letter> words) {
      return new Taken(
          new Order(id, account, number, action(words)), bundle, cause, tries, nextTry);
    }

    private Action action(Map<UUID, Action.Letter> words) {
      if (letter == null) {
        return ActionJson.read(action, kind, until);
      }
      Action.Letter said = Objects.requireNonNull(words.get(letter));
      return kind == OrderKind.STATEMENT
          ? new Action.DeliverStatement(said)
          : new Action.DeliverAnswer(said);
    }
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
    List<Stored> stored =
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
                    RETURNING *
                    """)
            .param("platform", platform.value())
            .param("lane", lane.number())
            .param("lanes", lane.of())
            .param("now", Timestamp.from(now))
            .param("most", most)
            .query(STORED)
            .list();
    return read(stored, now).stream()
        .sorted(Comparator.comparing(Taken::nextTry).thenComparingLong(t -> t.order().number()))
        .toList();
  }

  /** Puts orders together again from their rows; one whose letter is not there is put off. */
  List<Taken> read(List<Stored> stored, Instant now) {
    List<UUID> kept = stored.stream().map(Stored::letter).filter(Objects::nonNull).toList();
    Map<UUID, Action.Letter> words = kept.isEmpty() ? Map.of() : letters.words(kept);
    List<Taken> taken = new ArrayList<>(stored.size());
    for (Stored row : stored) {
      if (row.letter() == null || words.containsKey(row.letter())) {
        taken.add(row.taken(words));
      } else {
        postpone(
            row.account(),
            row.number(),
            "The letter that it brings is not in the database.",
            now.plus(LETTER_MISSING));
      }
    }
    return taken;
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
    postpone(taken.order().account(), taken.order().number(), words, nextTry);
  }

  private void postpone(AccountRef account, long number, String words, Instant nextTry) {
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
        .param("number", number)
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
