package reeve.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
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
    byte[] publicBytes = row.getBytes("public_bytes");
    byte[] privateBytes = row.getBytes("private_bytes");
    Map<String, Object> publicHalf = Halves.read(publicBytes);
    Map<String, Object> privateHalf = Halves.read(privateBytes);
    return new Recorded(
        new RecordId(row.getObject("id", UUID.class)),
        row.getTimestamp("at").toInstant(),
        new Kind(row.getString("kind"), row.getInt("version")),
        subject(row),
        row.getString("actor"),
        cause == null ? null : new RecordId(cause),
        publicHalf,
        privateHalf,
        new Commitment(HexFormat.of().formatHex(row.getBytes("commitment"))),
        (publicBytes != null && publicHalf == null)
            || (privateBytes != null && privateHalf == null));
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
