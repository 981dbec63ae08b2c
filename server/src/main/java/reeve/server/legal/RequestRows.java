package reeve.server.legal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** The rows of requests that bind nobody. */
@Component
final class RequestRows {
  private final JdbcClient jdbc;
  private final NamedRows named;

  RequestRows(JdbcClient jdbc, NamedRows named) {
    this.jdbc = jdbc;
    this.named = named;
  }

  void add(Request it, Actor.Staff by, RecordId record) {
    jdbc.sql(
            """
            INSERT INTO legal_request (id, authority, reference, ground, received_at, platform,
                                       account, posts, case_id, source, entered_by, record)
            VALUES (:id, :authority, :reference, :ground, :received, :platform, :account, :posts,
                    :case, :source, :by, :record)
            """)
        .param("id", it.id())
        .param("authority", it.authority())
        .param("reference", it.reference())
        .param("ground", it.ground())
        .param("received", Timestamp.from(it.receivedAt()))
        .param("platform", it.account().platform().value())
        .param("account", it.account().nativeId())
        .param("posts", it.posts().toArray(String[]::new))
        .param("case", it.caseId().value())
        .param("source", it.source().code())
        .param("by", by.id())
        .param("record", record.value())
        .update();
    named.add(it.id(), it.receivedAt(), it.ground());
  }

  void answered(UUID id, String how, Instant now) {
    jdbc.sql("UPDATE legal_request SET answered_at = ?, answer = ? WHERE id = ?")
        .params(Timestamp.from(now), how, id)
        .update();
  }

  Optional<Request> known(UUID authority, String reference) {
    return jdbc.sql("SELECT * FROM legal_request WHERE authority = ? AND reference = ?")
        .params(authority, reference)
        .query(RequestRows::map)
        .optional();
  }

  /** In the caller's transaction. */
  Optional<Request> lock(UUID id) {
    return jdbc.sql("SELECT * FROM legal_request WHERE id = ? FOR UPDATE")
        .param(id)
        .query(RequestRows::map)
        .optional();
  }

  /** Those that nobody answered first, then the newest; at most 200. */
  List<Request> all() {
    return jdbc.sql(
            """
            SELECT * FROM legal_request
             ORDER BY answered_at IS NOT NULL, received_at DESC, id LIMIT 200
            """)
        .query(RequestRows::map)
        .list();
  }

  /** Those of an authority, newest first. */
  List<Request> of(UUID authority) {
    return jdbc.sql(
            "SELECT * FROM legal_request WHERE authority = ? ORDER BY received_at DESC LIMIT 200")
        .param(authority)
        .query(RequestRows::map)
        .list();
  }

  private static Request map(ResultSet row, int number) throws SQLException {
    return new Request(
        row.getObject("id", UUID.class),
        row.getObject("authority", UUID.class),
        row.getString("reference"),
        row.getString("ground"),
        row.getTimestamp("received_at").toInstant(),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        List.of((String[]) row.getArray("posts").getArray()),
        new CaseId(row.getLong("case_id")),
        RemovalOrder.Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        AuthorityRows.instant(row, "answered_at"),
        row.getString("answer"));
  }
}
