package reeve.server.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.StreamReader;

/** Where intake is in a stream, and from where it would read again what nobody could read. */
@Component
final class IntakeReader implements StreamReader {
  /** Later ones came from later places: they hold back less. */
  private static final int MOST = 1_000;

  private final JdbcClient db;

  IntakeReader(JdbcClient db) {
    this.db = db;
  }

  @Override
  public List<Platform.Reader> readersOf(PlatformId platform) {
    // First the cursor: what is set aside between the two lies behind it.
    List<Platform.Reader> readers = new ArrayList<>();
    readers.add(
        db.sql("select cursor from stream where platform = ?")
            .param(platform.value())
            .query((row, _) -> intake(row.getString(1)))
            .optional()
            .orElse(intake(null)));
    readers.addAll(
        db.sql(
                """
                select min(id), page_after from set_aside
                where platform = ? and taken_in_at is null and not readable
                group by page_after order by 1 limit ?
                """)
            .params(platform.value(), MOST)
            .query((row, _) ->
                new Platform.Reader(
                    "event " + row.getLong(1) + ", set aside by intake", row.getString(2)))
            .list());
    return readers;
  }

  private static Platform.Reader intake(@Nullable String cursor) {
    return new Platform.Reader("intake", cursor);
  }
}
