package reeve.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Subject;

/** A row of the table as a {@link Recorded}. */
final class RecordRow {
  static final String SELECT =
      """
      SELECT seq, id, at, kind, version, platform, subject_kind, native_id, actor,
             cause, public_bytes, private_bytes, commitment
      FROM record
      """;

  private RecordRow() {}

  static Recorded map(ResultSet row, int number) throws SQLException {
    UUID cause = row.getObject("cause", UUID.class);
    return new Recorded(
        new RecordId(row.getObject("id", UUID.class)),
        row.getTimestamp("at").toInstant(),
        new Kind(row.getString("kind"), row.getInt("version")),
        subject(row),
        row.getString("actor"),
        cause == null ? null : new RecordId(cause),
        Halves.read(row.getBytes("public_bytes")),
        Halves.read(row.getBytes("private_bytes")),
        new Commitment(HexFormat.of().formatHex(row.getBytes("commitment"))));
  }

  static @Nullable Subject subject(ResultSet row) throws SQLException {
    String platform = row.getString("platform");
    if (platform == null) {
      return null;
    }
    var id = new PlatformId(platform);
    String nativeId = row.getString("native_id");
    return row.getString("subject_kind").equals("account")
        ? new AccountRef(id, nativeId)
        : new PostRef(id, nativeId);
  }
}
