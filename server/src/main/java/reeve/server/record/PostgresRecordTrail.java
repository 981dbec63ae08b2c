package reeve.server.record;

import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.Subject;

@Component
final class PostgresRecordTrail implements RecordTrail {
  private static final int AT_ONCE = 500;

  private final JdbcTemplate jdbc;

  PostgresRecordTrail(DataSource source) {
    this.jdbc = new JdbcTemplate(source);
    this.jdbc.setFetchSize(AT_ONCE);
  }

  @Override
  public void follow(Subject subject, Set<String> kinds, int most, Consumer<Recorded> to) {
    jdbc.query(
        RecordRow.SELECT
            + """
            WHERE platform = ? AND native_id = ? AND subject_kind = ?
              AND kind = ANY (string_to_array(?, ','))
            ORDER BY seq
            LIMIT ?
            """,
        row -> {
          to.accept(RecordRow.map(row, 0));
        },
        subject.platform().value(),
        subject.nativeId(),
        PostgresRecords.subjectKind(subject),
        String.join(",", kinds),
        most);
  }

  @Override
  public long count(Subject subject, String kind) {
    Long count =
        jdbc.queryForObject(
            """
            SELECT count(*) FROM record
            WHERE platform = ? AND native_id = ? AND subject_kind = ? AND kind = ?
            """,
            Long.class,
            subject.platform().value(),
            subject.nativeId(),
            PostgresRecords.subjectKind(subject),
            kind);
    return count == null ? 0 : count;
  }
}
