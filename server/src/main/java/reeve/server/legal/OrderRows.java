package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.instant;
import static reeve.server.legal.AuthorityRows.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.legal.RemovalOrder.Named;
import reeve.server.platform.AccountRef;
import reeve.server.platform.OrderId;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.record.RecordId;

/** The rows of orders of authorities. */
@Component
final class OrderRows {
  private final JdbcClient jdbc;
  private final NamedRows named;

  OrderRows(JdbcClient jdbc, NamedRows named) {
    this.jdbc = jdbc;
    this.named = named;
  }

  /** A sentence of an order's timeline. */
  record Happening(Instant at, String words) {}

  void add(RemovalOrder order, UUID by) {
    Silence silence = order.silence();
    jdbc.sql(
            """
            INSERT INTO legal_order
              (id, authority, reference, ground, issued_at, received_at, due_at, platform,
               account_named, contact, contact_key, silent_until, silence_reason, silence_ordered, source,
               entered_by, record)
            VALUES (:id, :authority, :reference, :ground, :issued, :received, :due, :platform,
                    :account, :contact, :key, :silent, :why, :ordered, :source, :by, :record)
            """)
        .param("id", order.id())
        .param("authority", order.authority())
        .param("reference", order.reference())
        .param("ground", order.ground())
        .param("issued", time(order.issuedAt()))
        .param("received", time(order.receivedAt()))
        .param("due", time(order.dueAt()))
        .param("platform", order.platform().value())
        .param("account", order.accountNamed())
        .param("contact", order.contact())
        .param("key", Contact.key(order.contact()))
        .param("silent", silence == null ? null : time(silence.until()))
        .param("why", silence == null ? "" : silence.reason())
        .param("ordered", Silence.asOrdered(silence))
        .param("source", order.source().code())
        .param("by", by)
        .param("record", order.record().value())
        .update();
    order.posts().forEach(post -> put(order.id(), post));
    named.add(order.id(), order.receivedAt(), order.contact(), order.ground());
  }

  /** Whether an order came with that silence, whatever became of it. */
  boolean cameWith(UUID id, @Nullable Silence silence) {
    return jdbc.sql(
            """
            SELECT silence_ordered IS NULL OR silence_ordered = ? FROM legal_order WHERE id = ?
            """)
        .params(Silence.asOrdered(silence), id)
        .query(Boolean.class)
        .single();
  }

  void silence(UUID id, Silence silence) {
    jdbc.sql("UPDATE legal_order SET silent_until = :until, silence_reason = :why WHERE id = :id")
        .param("until", time(silence.until()))
        .param("why", silence.reason())
        .param("id", id)
        .update();
  }

  /** Writes what is known of a post. */
  void put(UUID order, Named post) {
    AccountRef account = post.account();
    PostRef found = post.post();
    OrderId act = post.act();
    RemovalOrder.Outcome outcome = post.outcome();
    jdbc.sql(
            """
            INSERT INTO legal_order_post
              (order_id, place, named, post, account, missing, act, outcome, answer)
            VALUES (:order, :place, :named, :post, :account, :missing, :act, :outcome, :answer)
            ON CONFLICT (order_id, place) DO UPDATE
              SET post = excluded.post, account = excluded.account, missing = excluded.missing,
                  act = excluded.act, outcome = excluded.outcome, answer = excluded.answer
            """)
        .param("order", order)
        .param("place", post.place())
        .param("named", post.named())
        .param("post", found == null ? null : found.nativeId())
        .param("account", account == null ? null : account.nativeId())
        .param("missing", post.missing())
        .param("act", act == null ? null : act.value())
        .param("outcome", outcome == null ? null : outcome.code())
        .param("answer", post.answer())
        .update();
  }

  void begin(UUID id, UUID bundle, RecordId record) {
    jdbc.sql(
            """
            UPDATE legal_order SET state = 'removing', bundle = :bundle, acted_record = :record
             WHERE id = :id
            """)
        .param("bundle", bundle)
        .param("record", record.value())
        .param("id", id)
        .update();
  }

  /** Stops the clock. */
  void end(
      UUID id,
      RemovalOrder.State state,
      RemovalOrder.@Nullable Refusal refusal,
      String reason,
      Instant now) {
    jdbc.sql(
            """
            UPDATE legal_order
               SET state = :state, refusal = :refusal, reason = :reason,
                   ended_at = coalesce(ended_at, :now)
             WHERE id = :id
            """)
        .param("state", state.code())
        .param("refusal", refusal == null ? null : refusal.code())
        .param("reason", reason)
        .param("now", time(now))
        .param("id", id)
        .update();
  }

  void answered(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_order SET answered_at = :now WHERE id = :id")
        .param("now", time(now))
        .param("id", id)
        .update();
  }

  void noticed(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_order SET notice_sent_at = :now WHERE id = :id")
        .param("now", time(now))
        .param("id", id)
        .update();
  }

  void add(UUID order, AccountRef to, UUID letter, String title, String body, Instant now) {
    jdbc.sql(
            """
            INSERT INTO legal_notice (id, order_id, account, title, body, sent_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .params(letter, order, to.nativeId(), title, body, Timestamp.from(now))
        .update();
  }

  void log(UUID order, Instant at, String words) {
    jdbc.sql("INSERT INTO legal_order_log (order_id, at, words) VALUES (?, ?, ?)")
        .params(order, Timestamp.from(at), words)
        .update();
  }

  /** Oldest first. */
  List<Happening> timeline(UUID order) {
    return jdbc.sql("SELECT at, words FROM legal_order_log WHERE order_id = ? ORDER BY id")
        .param(order)
        .query((row, _) -> new Happening(row.getTimestamp(1).toInstant(), row.getString(2)))
        .list();
  }

  Optional<RemovalOrder> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_order WHERE id = ?")
        .param(id)
        .query(this::order)
        .optional();
  }

  /** All of an authority that bear a reference, as they came. */
  List<RemovalOrder> withReference(UUID authority, String reference) {
    return jdbc.sql(
            """
            SELECT * FROM legal_order WHERE authority = ? AND reference = ?
             ORDER BY received_at, id
            """)
        .params(authority, reference)
        .query(this::order)
        .list();
  }

  /** In the caller's transaction. */
  Optional<RemovalOrder> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_order WHERE id = ? FOR UPDATE")
        .param(id)
        .query(this::order)
        .optional();
  }

  /** Those whose clock runs, the least time left first. */
  List<RemovalOrder> open() {
    return jdbc.sql("SELECT * FROM legal_order WHERE ended_at IS NULL ORDER BY due_at LIMIT 200")
        .query(this::order)
        .list();
  }

  /** Those whose clock stopped last. */
  List<RemovalOrder> ended() {
    return jdbc.sql(
            """
            SELECT * FROM legal_order WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 50
            """)
        .query(this::order)
        .list();
  }

  /** Those that name a post of an account, newest first. */
  List<RemovalOrder> about(AccountRef account) {
    return jdbc.sql(
            """
            SELECT * FROM legal_order
             WHERE platform = ? AND id IN (SELECT order_id FROM legal_order_post WHERE account = ?)
             ORDER BY received_at DESC LIMIT 50
            """)
        .params(account.platform().value(), account.nativeId())
        .query(this::order)
        .list();
  }

  /** Those of an authority, newest first. */
  List<RemovalOrder> of(UUID authority) {
    return jdbc.sql(
            "SELECT * FROM legal_order WHERE authority = ? ORDER BY received_at DESC LIMIT 200")
        .param(authority)
        .query(this::order)
        .list();
  }

  /** Those that wait for the platform's answers. */
  List<UUID> removing() {
    return ids("SELECT id FROM legal_order WHERE state = 'removing' ORDER BY due_at LIMIT 200");
  }

  /** Those whose holders are to be told now. */
  List<UUID> toTell(Instant now) {
    return jdbc.sql(
            """
            SELECT id FROM legal_order o
             WHERE state IN ('carried-out', 'taken-back') AND notice_sent_at IS NULL
               AND (silent_until IS NULL OR silent_until <= :now)
               AND EXISTS (SELECT 1 FROM legal_order_post p
                            WHERE p.order_id = o.id AND p.outcome = 'removed')
             ORDER BY received_at LIMIT 200
            """)
        .param("now", time(now))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  /** Whether the authority ordered anything before. */
  boolean first(RemovalOrder order) {
    return jdbc.sql(
            """
            SELECT NOT EXISTS (SELECT 1 FROM legal_order
                                WHERE authority = ? AND received_at < ? AND id <> ?)
            """)
        .params(order.authority(), Timestamp.from(order.receivedAt()), order.id())
        .query(Boolean.class)
        .single();
  }

  private List<UUID> ids(String sql) {
    return jdbc.sql(sql).query((row, _) -> row.getObject(1, UUID.class)).list();
  }

  private List<Named> posts(UUID order, PlatformId platform) {
    return jdbc.sql("SELECT * FROM legal_order_post WHERE order_id = ? ORDER BY place")
        .param(order)
        .query((row, _) -> {
          String post = row.getString("post");
          String account = row.getString("account");
          UUID act = row.getObject("act", UUID.class);
          String outcome = row.getString("outcome");
          return new Named(
              row.getInt("place"),
              row.getString("named"),
              post == null ? null : new PostRef(platform, post),
              account == null ? null : new AccountRef(platform, account),
              row.getString("missing"),
              act == null ? null : new OrderId(act),
              outcome == null ? null : RemovalOrder.Outcome.ofCode(outcome),
              row.getString("answer"));
        })
        .list();
  }

  private static @Nullable Silence silence(@Nullable Instant until, String reason) {
    return until == null ? null : new Silence(Silence.Why.PROHIBITED, reason, until);
  }

  private RemovalOrder order(ResultSet row, int number) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    PlatformId platform = new PlatformId(row.getString("platform"));
    String refusal = row.getString("refusal");
    UUID acted = row.getObject("acted_record", UUID.class);
    return new RemovalOrder(
        id,
        row.getObject("authority", UUID.class),
        row.getString("reference"),
        row.getString("ground"),
        instant(row, "issued_at"),
        row.getTimestamp("received_at").toInstant(),
        platform,
        row.getString("account_named"),
        row.getString("contact"),
        silence(instant(row, "silent_until"), row.getString("silence_reason")),
        RemovalOrder.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        new RecordId(row.getObject("record", UUID.class)),
        RemovalOrder.State.ofCode(row.getString("state")),
        row.getObject("bundle", UUID.class),
        acted == null ? null : new RecordId(acted),
        refusal == null ? null : RemovalOrder.Refusal.ofCode(refusal),
        row.getString("reason"),
        instant(row, "ended_at"),
        instant(row, "answered_at"),
        instant(row, "notice_sent_at"),
        posts(id, platform));
  }
}
