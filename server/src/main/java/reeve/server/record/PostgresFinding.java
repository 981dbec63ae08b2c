package reeve.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One statement, so that all of it is of one snapshot. {@code OFFSET 0} keeps each look-up of a
 * record by itself, by its id: a plan made while the table is small would read all of it for each.
 */
@Component
final class PostgresFinding implements Finding {
  private static final String QUERY =
      """
      WITH RECURSIVE asked AS (
        SELECT * FROM unnest(:platforms::text[], :accounts::text[], :causes::uuid[], :txs::xid8[],
                             :seqs::bigint[])
          WITH ORDINALITY AS a (platform, account, cause, tx, seq, n)),
      way AS (
        SELECT a.n, 0 AS step, r.id, r.kind, r.cause, r.at, r.tx, r.seq, r.public_bytes
          FROM asked a, LATERAL (SELECT * FROM record WHERE id = a.cause OFFSET 0) r
        UNION ALL
        SELECT w.n, w.step + 1, r.id, r.kind, r.cause, r.at, r.tx, r.seq, r.public_bytes
          FROM way w, LATERAL (SELECT * FROM record WHERE id = w.cause OFFSET 0) r
         WHERE w.kind <> :opened AND w.step < :most),
      opened AS (
        SELECT DISTINCT ON (n) * FROM way WHERE kind = :opened ORDER BY n, step),
      decided AS (
        SELECT DISTINCT ON (n) * FROM way WHERE kind = :decided ORDER BY n, step)
      SELECT (SELECT record_base() || '/' || pg_current_snapshot()::text) AS seen,
             EXISTS (SELECT FROM record r
                      WHERE r.platform = a.platform AND r.native_id = a.account
                        AND r.subject_kind = 'account' AND r.kind = ANY (:told)
                        AND (a.tx IS NULL OR (r.tx, r.seq) < (a.tx, a.seq))) AS told,
             EXISTS (SELECT FROM record r
                      WHERE r.platform = a.platform AND r.native_id = a.account
                        AND r.subject_kind = 'account' AND r.kind = ANY (:surfaced)
                        AND (a.tx IS NULL OR (r.tx, r.seq) < (a.tx, a.seq))) AS surfaced,
             EXISTS (SELECT FROM record r
                      WHERE r.platform = lead.platform AND r.native_id = lead.native_id
                        AND r.subject_kind = lead.subject_kind AND r.kind = ANY (:told)
                        AND (r.tx, r.seq) < (o.tx, o.seq)) AS lead_told,
             o.public_bytes AS opening, o.at AS opened_at,
             d.id AS decision, d.public_bytes AS decided, d.at AS decided_at
        FROM asked a
        LEFT JOIN opened o ON o.n = a.n
        LEFT JOIN decided d ON d.n = a.n
        LEFT JOIN LATERAL (SELECT * FROM record WHERE id = o.cause OFFSET 0) lead ON true
       ORDER BY a.n
      """;

  private final JdbcClient jdbc;

  PostgresFinding(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Way> of(List<Action> actions) {
    if (actions.isEmpty()) {
      return List.of();
    }
    int n = actions.size();
    String[] platforms = new String[n];
    String[] accounts = new String[n];
    UUID[] causes = new UUID[n];
    @Nullable String[] txs = new String[n];
    @Nullable Long[] seqs = new Long[n];
    for (int i = 0; i < n; i++) {
      Action action = actions.get(i);
      platforms[i] = action.account().platform().value();
      accounts[i] = action.account().nativeId();
      causes[i] = action.cause().value();
      Place before = action.before();
      txs[i] = before == null ? null : Long.toUnsignedString(before.tx());
      seqs[i] = before == null ? null : before.seq();
    }
    return jdbc.sql(QUERY)
        .param("platforms", platforms)
        .param("accounts", accounts)
        .param("causes", causes)
        .param("txs", txs)
        .param("seqs", seqs)
        .param("opened", OPENED)
        .param("decided", DECIDED)
        .param("told", TOLD.toArray(String[]::new))
        .param("surfaced", SURFACED.toArray(String[]::new))
        .param("most", LONGEST_WAY_BACK)
        .query(PostgresFinding::way)
        .list();
  }

  private static Way way(ResultSet row, int number) throws SQLException {
    Timestamp openedAt = row.getTimestamp("opened_at");
    UUID decision = row.getObject("decision", UUID.class);
    Timestamp decidedAt = row.getTimestamp("decided_at");
    Map<String, Object> decided = Halves.read(row.getBytes("decided"));
    return new Way(
        Found.of(
            row.getBoolean("told"),
            openedAt != null,
            row.getBoolean("lead_told"),
            row.getBoolean("surfaced")),
        row.getString("seen"),
        decision == null ? null : new RecordId(decision),
        decided == null ? Map.of() : decided,
        decidedAt == null ? null : decidedAt.toInstant(),
        openedAt == null ? null : sign(row.getBytes("opening"), openedAt.toInstant()));
  }

  /** When what opened the case happened, as it says; else when it was opened. */
  private static Instant sign(byte @Nullable [] opening, Instant openedAt) {
    Map<String, Object> half = Halves.read(opening);
    if (half != null && half.get("at") instanceof String at) {
      try {
        return Instant.parse(at);
      } catch (DateTimeException e) {
        return openedAt;
      }
    }
    return openedAt;
  }
}
