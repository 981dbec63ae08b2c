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
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** The rows of notifications. */
@Component
final class NotificationRows {
  private final JdbcClient jdbc;

  NotificationRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Those that wait for a second person. */
  record Waiting(long count, Instant since) {}

  void add(Notification it) {
    jdbc.sql(
            """
            INSERT INTO legal_notification
              (id, about, case_id, platform, account, danger, state, place, authority, contact, text,
               record, started_by, started_at)
            VALUES (:id, :about, :case, :platform, :account, :danger, :state, :place, :authority, :contact,
                    :text, :record, :by, :at)
            """)
        .param("id", it.id())
        .param("about", it.about().code())
        .param("case", it.caseId().value())
        .param("platform", it.account().platform().value())
        .param("account", it.account().nativeId())
        .param("danger", it.danger())
        .param("state", it.state())
        .param("place", it.place())
        .param("authority", it.authority())
        .param("contact", it.contact())
        .param("text", it.text())
        .param("record", it.record().value())
        .param("by", it.startedBy().id())
        .param("at", Timestamp.from(it.startedAt()))
        .update();
  }

  void release(UUID id, Notification.Released released) {
    jdbc.sql(
            """
            UPDATE legal_notification SET released_by = :by, released_at = :at, alone = :alone
             WHERE id = :id
            """)
        .param("by", released.by().id())
        .param("at", Timestamp.from(released.at()))
        .param("alone", released.alone())
        .param("id", id)
        .update();
  }

  void drop(UUID id, Instant now) {
    jdbc.sql("UPDATE legal_notification SET dropped_at = ? WHERE id = ?")
        .params(Timestamp.from(now), id)
        .update();
  }

  void sent(UUID id, String receipt, Instant now) {
    jdbc.sql("UPDATE legal_notification SET sent_at = ?, receipt = ? WHERE id = ?")
        .params(Timestamp.from(now), receipt, id)
        .update();
  }

  void review(UUID id, Actor.Staff by, String words, Instant now) {
    jdbc.sql(
            """
            UPDATE legal_notification SET reviewed_by = ?, reviewed_at = ?, review = ? WHERE id = ?
            """)
        .params(by.id(), Timestamp.from(now), words, id)
        .update();
  }

  Optional<Notification> find(UUID id) {
    return jdbc.sql("SELECT * FROM legal_notification WHERE id = ?")
        .param(id)
        .query(NotificationRows::map)
        .optional();
  }

  /** In the caller's transaction. */
  Optional<Notification> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_notification WHERE id = ? FOR UPDATE")
        .param(id)
        .query(NotificationRows::map)
        .optional();
  }

  /** Those that wait first, then the newest; at most 100. */
  List<Notification> all() {
    return jdbc.sql(
            """
            SELECT * FROM legal_notification
             ORDER BY released_at IS NOT NULL OR dropped_at IS NOT NULL, started_at DESC LIMIT 100
            """)
        .query(NotificationRows::map)
        .list();
  }

  /** Of a danger alone: a suspicion calls nobody from another page. */
  Optional<Waiting> waiting() {
    return jdbc.sql(
            """
            SELECT count(*), min(started_at) FROM legal_notification
             WHERE released_at IS NULL AND dropped_at IS NULL AND about = 'danger' HAVING count(*) > 0
            """)
        .query((row, _) -> new Waiting(row.getLong(1), row.getTimestamp(2).toInstant()))
        .optional();
  }

  private static Notification map(ResultSet row, int number) throws SQLException {
    return new Notification(
        row.getObject("id", UUID.class),
        Notification.About.ofCode(row.getString("about")),
        new CaseId(row.getLong("case_id")),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("danger"),
        row.getString("state"),
        row.getString("place"),
        row.getObject("authority", UUID.class),
        row.getString("contact"),
        row.getString("text"),
        new RecordId(row.getObject("record", UUID.class)),
        new Actor.Staff(row.getObject("started_by", UUID.class)),
        row.getTimestamp("started_at").toInstant(),
        released(row),
        instant(row, "dropped_at"),
        instant(row, "sent_at"),
        row.getString("receipt"),
        row.getString("review"));
  }

  private static Notification.@Nullable Released released(ResultSet row) throws SQLException {
    Timestamp at = row.getTimestamp("released_at");
    return at == null
        ? null
        : new Notification.Released(
            new Actor.Staff(row.getObject("released_by", UUID.class)),
            at.toInstant(),
            row.getBoolean("alone"));
  }
}
