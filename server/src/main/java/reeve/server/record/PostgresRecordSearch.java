package reeve.server.record;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
final class PostgresRecordSearch implements RecordSearch {
  private static final String OF_ALL =
      "WHERE seq < :before AND seq > (SELECT coalesce(max(seq), 0) FROM record) - :reach\n";

  private static final String OF_SUBJECT =
      "WHERE seq < :before AND platform = :platform AND native_id = :nativeId\n";

  private static final String FITS =
      """
        AND (:kind::text IS NULL OR kind = :kind OR (right(:kind, 1) = '.' AND starts_with(kind, :kind)))
        AND (:actor::text IS NULL OR actor = :actor)
      ORDER BY seq DESC
      LIMIT :most
      """;

  private final JdbcClient jdbc;

  PostgresRecordSearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(long seq, Recorded recorded) {}

  @Override
  public Found search(Wanted wanted, int most) {
    if (most < 1 || most > 1_000) {
      throw new IllegalArgumentException("1 to 1,000 records");
    }
    boolean ofSubject = wanted.platform() != null && wanted.nativeId() != null;
    Long before = wanted.before();
    List<Row> rows =
        jdbc.sql(RecordRow.SELECT + (ofSubject ? OF_SUBJECT : OF_ALL) + FITS)
            .param("before", before == null ? Long.MAX_VALUE : before)
            .param("reach", REACH)
            .param("platform", wanted.platform())
            .param("nativeId", wanted.nativeId())
            .param("kind", wanted.kind())
            .param("actor", wanted.actor())
            .param("most", most)
            .query((row, number) -> new Row(row.getLong("seq"), RecordRow.map(row, number)))
            .list();
    Long next = rows.size() == most ? Long.valueOf(rows.getLast().seq()) : null;
    return new Found(rows.stream().map(Row::recorded).toList(), next);
  }
}
