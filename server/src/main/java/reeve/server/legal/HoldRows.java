package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.legal.OrderRows.Happening;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;

/** The rows of what is preserved. */
@Component
final class HoldRows {
  private final JdbcClient jdbc;

  HoldRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param by who entered it; null where that stands with the order to remove
   */
  void add(Preserved hold, @Nullable UUID by, boolean byForm) {
    AccountRef account = hold.account();
    jdbc.sql(
            """
            INSERT INTO legal_hold (id, authority, reference, term, platform, named, account,
                                    missing, removal, captured, received_at, until, entered_by,
                                    by_form, record)
            VALUES (:id, :authority, :reference, :term, :platform, :named, :account, :missing,
                    :removal, false, :received, :until, :by, :form, :record)
            """)
        .param("id", hold.id())
        .param("authority", hold.authority())
        .param("reference", hold.reference())
        .param("term", hold.term().code())
        .param("platform", hold.platform().value())
        .param("named", hold.named())
        .param("account", account == null ? null : account.nativeId())
        .param("missing", hold.missing())
        .param("removal", hold.removal())
        .param("received", Timestamp.from(hold.receivedAt()))
        .param("until", Timestamp.from(hold.until()))
        .param("by", by)
        .param("form", byForm)
        .param("record", hold.record().value())
        .update();
  }

  void extend(UUID id, Instant until) {
    jdbc.sql(
            """
            UPDATE legal_hold SET until = ?, extended = true, lapse_called_at = NULL WHERE id = ?
            """)
        .params(Timestamp.from(until), id)
        .update();
  }

  void release(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_hold SET released_at = ? WHERE id = ?")
        .params(Timestamp.from(now), id)
        .update();
  }

  void found(UUID id, AccountRef account) {
    jdbc.sql("UPDATE legal_hold SET account = ?, missing = '' WHERE id = ?")
        .params(account.nativeId(), id)
        .update();
  }

  /** The platform answered: there is nothing to try again. */
  void seen(UUID id, boolean captured, Instant now) {
    jdbc.sql(
            "UPDATE legal_hold SET seen_at = ?, captured = ?, missing = '', tries = 0 WHERE id = ?")
        .params(Timestamp.from(now), captured, id)
        .update();
  }

  /** Tried in vain: once more at that time. */
  void missed(UUID id, String why, Instant next) {
    jdbc.sql("UPDATE legal_hold SET missing = ?, next_try = ?, tries = tries + 1 WHERE id = ?")
        .params(why, Timestamp.from(next), id)
        .update();
  }

  void log(UUID id, Instant at, String words) {
    jdbc.sql("INSERT INTO legal_hold_log (hold, at, words) VALUES (?, ?, ?)")
        .params(id, Timestamp.from(at), words)
        .update();
  }

  /** Oldest first. */
  List<Happening> timeline(UUID id) {
    return jdbc.sql("SELECT at, words FROM legal_hold_log WHERE hold = ? ORDER BY id")
        .param(id)
        .query((row, _) -> new Happening(row.getTimestamp(1).toInstant(), row.getString(2)))
        .list();
  }

  /** What was held last for a request for data with this reference. */
  Optional<Preserved> known(UUID authority, String reference, AccountRef account) {
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             WHERE authority = ? AND reference = ? AND platform = ? AND account = ?
               AND term = 'disclosure'
             ORDER BY released_at DESC NULLS FIRST, until DESC LIMIT 1
            """)
        .params(authority, reference, account.platform().value(), account.nativeId())
        .query(HoldRows::map)
        .optional();
  }

  /**
   * The same order where it stands: the same reference of the same authority, the same term, on the
   * same account or, while nobody was found, on the same words. What was released or lapsed may
   * come again; what came by a form stands for no better one.
   */
  Optional<Preserved> standing(Wanted like, Instant now) {
    AccountRef account = like.account();
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             WHERE authority = :authority AND reference = :reference AND term = :term
               AND platform = :platform AND removal IS NOT DISTINCT FROM :removal::uuid
               AND (account = :account::text
                 OR ((account IS NULL OR :account::text IS NULL) AND named = :named))
               AND (NOT by_form OR :form)
               AND released_at IS NULL AND until > :now
             ORDER BY account IS NULL LIMIT 1
            """)
        .param("authority", like.authority())
        .param("reference", like.reference())
        .param("term", like.term().code())
        .param("platform", like.platform().value())
        .param("removal", like.removal())
        .param("account", account == null ? null : account.nativeId())
        .param("named", like.named())
        .param("form", like.byForm())
        .param("now", Timestamp.from(now))
        .query(HoldRows::map)
        .optional();
  }

  Optional<Preserved> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_hold WHERE id = ?")
        .param(id)
        .query(HoldRows::map)
        .optional();
  }

  /** The row itself, for what is not about an account yet; in the caller's transaction. */
  Optional<Preserved> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_hold WHERE id = ? FOR UPDATE")
        .param(id)
        .query(HoldRows::map)
        .optional();
  }

  /**
   * All that stands on an account or is over without a release, locked together with whoever else
   * works on them: one after the other, so that none is forgotten when the end is worked out.
   */
  List<Preserved> lock(AccountRef account) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 140))")
        .param(account.platform() + "/" + account.nativeId())
        .query()
        .singleRow();
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             WHERE platform = ? AND account = ? AND released_at IS NULL ORDER BY until DESC
            """)
        .params(account.platform().value(), account.nativeId())
        .query(HoldRows::map)
        .list();
  }

  /** Those that lapse next first, then what is over; at most 200. */
  List<Preserved> all(Instant now) {
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             ORDER BY released_at IS NOT NULL OR until <= :now, until LIMIT 200
            """)
        .param("now", Timestamp.from(now))
        .query(HoldRows::map)
        .list();
  }

  /** Those of an authority, newest first. */
  List<Preserved> of(UUID authority) {
    return jdbc.sql(
            "SELECT * FROM legal_hold WHERE authority = ? ORDER BY received_at DESC LIMIT 200")
        .param(authority)
        .query(HoldRows::map)
        .list();
  }

  /** The orders to preserve an account, newest first; what others hold stands with those. */
  List<Preserved> about(AccountRef account) {
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             WHERE platform = ? AND account = ? AND removal IS NULL AND term <> 'disclosure'
             ORDER BY received_at DESC LIMIT 50
            """)
        .params(account.platform().value(), account.nativeId())
        .query(HoldRows::map)
        .list();
  }

  /** Those that stand and whose platform has not answered, as far as it is time to ask. */
  List<UUID> toTry(Instant now) {
    return ids(
        """
        SELECT id FROM legal_hold
         WHERE released_at IS NULL AND seen_at IS NULL AND until > :now
           AND (next_try IS NULL OR next_try <= :now)
         ORDER BY next_try NULLS FIRST LIMIT 100
        """,
        now);
  }

  /**
   * Those that stand for an order to remove which was refused or taken back, or whose posts turned
   * out to be another's.
   */
  List<UUID> withoutOrder(Instant now) {
    return ids(
        """
        SELECT h.id FROM legal_hold h JOIN legal_order o ON o.id = h.removal
         WHERE h.released_at IS NULL AND h.until > :now
           AND (o.state IN ('refused', 'taken-back')
             OR NOT EXISTS (SELECT FROM legal_order_post p
                             WHERE p.order_id = o.id AND p.account = h.account))
         ORDER BY h.until LIMIT 100
        """,
        now);
  }

  private List<UUID> ids(String sql, Instant now) {
    return jdbc.sql(sql)
        .param("now", Timestamp.from(now))
        .query((row, _) -> row.getObject(1, UUID.class))
        .list();
  }

  private static Preserved map(ResultSet row, int number) throws SQLException {
    PlatformId platform = new PlatformId(row.getString("platform"));
    String account = row.getString("account");
    return new Preserved(
        row.getObject("id", UUID.class),
        row.getObject("authority", UUID.class),
        row.getString("reference"),
        Term.ofCode(row.getString("term")),
        platform,
        row.getString("named"),
        account == null ? null : new AccountRef(platform, account),
        row.getString("missing"),
        row.getObject("removal", UUID.class),
        instant(row, "seen_at"),
        row.getBoolean("captured"),
        row.getInt("tries"),
        row.getTimestamp("received_at").toInstant(),
        row.getTimestamp("until").toInstant(),
        row.getBoolean("extended"),
        instant(row, "released_at"),
        new RecordId(row.getObject("record", UUID.class)));
  }
}
