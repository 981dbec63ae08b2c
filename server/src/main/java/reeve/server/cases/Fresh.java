package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** What of a batch was not taken before: its ids come from elsewhere, and may come again. */
final class Fresh {
  private Fresh() {}

  /**
   * Without what was taken before, or stands twice in the batch.
   *
   * @param known gives those ids that are here, of {@code unnest(?::bytea[])}
   */
  static <T> List<T> of(JdbcTemplate jdbc, List<T> all, Function<T, byte[]> id, String known) {
    HexFormat hex = HexFormat.of();
    Set<String> taken =
        new HashSet<>(
            Columns.of(all)
                .bytes(id)
                .query(jdbc, known, (row, _) -> hex.formatHex(row.getBytes(1))));
    List<T> fresh = new ArrayList<>(all.size());
    for (T one : all) {
      if (taken.add(hex.formatHex(id.apply(one)))) {
        fresh.add(one);
      }
    }
    return fresh;
  }
}
