package reeve.server.legal;

import static reeve.server.legal.AuthorityRows.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** The rows of orders to preserve. */
@Component
final class HoldRows {
  private final JdbcClient jdbc;

  HoldRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Preserved hold, Actor.Staff by) {
    jdbc.sql(
            """
            INSERT INTO legal_hold (id, authority, reference, term, platform, account, captured,
                                    received_at, until, entered_by, record)
            VALUES (:id, :authority, :reference, :term, :platform, :account, :captured, :received,
                    :until, :by, :record)
            """)
        .param("id", hold.id())
        .param("authority", hold.authority())
        .param("reference", hold.reference())
        .param("term", hold.term().code())
        .param("platform", hold.account().platform().value())
        .param("account", hold.account().nativeId())
        .param("captured", hold.captured())
        .param("received", Timestamp.from(hold.receivedAt()))
        .param("until", Timestamp.from(hold.until()))
        .param("by", by.id())
        .param("record", hold.record().value())
        .update();
  }

  void extend(UUID id, Instant until) {
    jdbc.sql("UPDATE legal_hold SET until = ?, extended = true WHERE id = ?")
        .params(Timestamp.from(until), id)
        .update();
  }

  void release(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_hold SET released_at = ? WHERE id = ?")
        .params(Timestamp.from(now), id)
        .update();
  }

  Optional<Preserved> known(UUID authority, String reference, AccountRef account) {
    return jdbc.sql(
            """
            SELECT * FROM legal_hold
             WHERE authority = ? AND reference = ? AND platform = ? AND account = ?
            """)
        .params(authority, reference, account.platform().value(), account.nativeId())
        .query(HoldRows::map)
        .optional();
  }

  Optional<Preserved> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_hold WHERE id = ?")
        .param(id)
        .query(HoldRows::map)
        .optional();
  }

  /**
   * All orders on an account that were not released, locked together with whoever else works on
   * them: one after the other, so that none is forgotten when the end is worked out.
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

  private static Preserved map(ResultSet row, int number) throws SQLException {
    return new Preserved(
        row.getObject("id", UUID.class),
        row.getObject("authority", UUID.class),
        row.getString("reference"),
        Term.ofCode(row.getString("term")),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getBoolean("captured"),
        row.getTimestamp("received_at").toInstant(),
        row.getTimestamp("until").toInstant(),
        row.getBoolean("extended"),
        instant(row, "released_at"),
        new RecordId(row.getObject("record", UUID.class)));
  }
}
