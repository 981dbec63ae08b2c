package reeve.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Subject;

@Component
final class PostgresRecordStream implements RecordStream {
  private static final String COLUMNS =
      """
      r.seq, r.tx::text AS tx, r.id, r.at, r.kind, r.version, r.platform, r.subject_kind,
      r.native_id, r.cause, r.public_bytes
      """;

  private final JdbcClient jdbc;

  PostgresRecordStream(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Told> after(Place after, Set<String> kinds, int most) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                FROM record r
                WHERE (r.tx, r.seq) > (:tx::xid8, :seq)
                  AND r.tx < (SELECT record_horizon())
                  AND (r.kind = ANY (:kinds) OR r.kind LIKE ANY (:slices))
                ORDER BY r.tx, r.seq
                LIMIT :most
                """)
        .param("tx", Long.toUnsignedString(after.tx()))
        .param("seq", after.seq())
        .param("kinds", kinds.toArray(String[]::new))
        .param(
            "slices",
            kinds.stream()
                .filter(it -> it.endsWith("."))
                .map(it -> it + "%")
                .toArray(String[]::new))
        .param("most", most)
        .query(PostgresRecordStream::map)
        .list();
  }

  @Override
  public Place covered(String origin, long size) {
    return jdbc.sql(
            """
            SELECT b.tx::text AS tx, b.seq FROM ledger_batch b
            WHERE b.origin = :origin AND b.first < :size AND b.size <= :size AND b.tx IS NOT NULL
            ORDER BY b.first DESC LIMIT 1
            """)
        .param("origin", origin)
        .param("size", size)
        .query(
            (row, _) -> new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq")))
        .optional()
        .orElse(Place.START);
  }

  @Override
  public List<Told> firsts(Collection<? extends Subject> subjects, String kind) {
    if (subjects.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                FROM unnest(:platforms::text[], :ids::text[], :kinds::text[])
                       AS s (platform, native_id, subject_kind),
                     LATERAL (SELECT * FROM record r
                              WHERE r.platform = s.platform AND r.native_id = s.native_id
                                AND r.subject_kind = s.subject_kind AND r.kind = :kind
                              ORDER BY r.seq
                              LIMIT 1) r
                """)
        .param(
            "platforms", subjects.stream().map(it -> it.platform().value()).toArray(String[]::new))
        .param("ids", subjects.stream().map(Subject::nativeId).toArray(String[]::new))
        .param("kinds", subjects.stream().map(PostgresRecords::subjectKind).toArray(String[]::new))
        .param("kind", kind)
        .query(PostgresRecordStream::map)
        .list();
  }

  @Override
  public List<Told> find(Collection<RecordId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc.sql("SELECT " + COLUMNS + "FROM record r WHERE r.id = ANY (:ids)")
        .param("ids", ids.stream().map(RecordId::value).toArray(UUID[]::new))
        .query(PostgresRecordStream::map)
        .list();
  }

  private static Told map(ResultSet row, int number) throws SQLException {
    UUID cause = row.getObject("cause", UUID.class);
    Map<String, Object> publicHalf = Halves.read(row.getBytes("public_bytes"));
    return new Told(
        new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq")),
        new RecordId(row.getObject("id", UUID.class)),
        row.getTimestamp("at").toInstant(),
        new Kind(row.getString("kind"), row.getInt("version")),
        RecordRow.subject(row),
        cause == null ? null : new RecordId(cause),
        publicHalf == null ? Map.of() : publicHalf);
  }
}
