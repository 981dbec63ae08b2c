package reeve.server.cases;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;

@Component
final class PostgresExhibits implements Exhibits {
  /** So many rows wait in memory; a capture holds up to twenty posts. */
  private static final int AT_ONCE = 16;

  private final JdbcClient db;
  private final JdbcTemplate streaming;
  private final Copied copied;

  PostgresExhibits(JdbcClient db, DataSource source, Copied copied) {
    this.db = db;
    this.streaming = new JdbcTemplate(source);
    this.streaming.setFetchSize(AT_ONCE);
    this.copied = copied;
  }

  @Override
  public void handOut(CaseId id, Taker to) {
    Map<String, Instant> deleted = deleted(id);
    streaming.query(
        """
        select at, profile, posts, sealed from (
          select k.at, k.profile, k.posts, false as sealed
          from capture k join cases c on c.platform = k.platform and c.account = k.account
          where c.id = ?
          union all
          select f.flagged_at, null, f.body, f.sealed from flagged_post f where f.case_id = ?
        ) kept
        order by at
        """,
        row -> {
          hand(row, deleted, to);
        },
        id.value(),
        id.value());
  }

  private void hand(ResultSet row, Map<String, Instant> deleted, Taker to) throws SQLException {
    Instant at = row.getTimestamp(1).toInstant();
    String profile = row.getString(2);
    if (profile == null) {
      Post post = copied.post(row.getString(3));
      to.post(post, at, deleted.get(post.post().nativeId()), row.getBoolean(4));
      return;
    }
    to.profile(copied.profile(profile), at);
    for (Post post : copied.posts(row.getString(3))) {
      boolean sealed = post.text().isEmpty() && post.media().isEmpty();
      to.post(post, at, deleted.get(post.post().nativeId()), sealed);
    }
  }

  private Map<String, Instant> deleted(CaseId id) {
    Map<String, Instant> deleted = new HashMap<>();
    db.sql(
            """
            select d.native_id, d.at from deleted_post d
            join cases c on c.platform = d.platform and c.account = d.account where c.id = ?
            """)
        .param(id.value())
        .query(row -> {
          deleted.put(row.getString(1), row.getTimestamp(2).toInstant());
        });
    return deleted;
  }

  @Override
  public Optional<Instant> endedAt(CaseId id) {
    return db.sql("select erased_at from cases where id = ? and erased_at is not null")
        .param(id.value())
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant);
  }

  @Override
  public Optional<Copy> picture(AccountRef account, String sha256) {
    return db.sql(
            """
            select state, type, coalesce(length(bytes), 0) from picture
            where platform = ? and account = ? and sha256 = ?
            """)
        .params(account.platform().value(), account.nativeId(), sha256)
        .query((row, _) -> new Copy(row.getString(1), row.getString(2), row.getLong(3)))
        .optional();
  }

  @Override
  public boolean write(AccountRef account, String sha256, OutputStream to) throws IOException {
    byte @Nullable [] bytes =
        db.sql(
                """
                select bytes from picture
                where platform = ? and account = ? and sha256 = ? and state = 'kept'
                """)
            .params(account.platform().value(), account.nativeId(), sha256)
            .query((row, _) -> row.getBytes(1))
            .optional()
            .orElse(null);
    if (bytes == null) {
      return false;
    }
    to.write(bytes);
    return true;
  }
}
