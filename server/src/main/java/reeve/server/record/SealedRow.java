package reeve.server.record;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.JsonBytes.Text;

/** A row with all that its commitment was made from. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and millions of them are made
record SealedRow(
    UUID id,
    Instant at,
    String kind,
    int version,
    SealedColumns.@Nullable SealedSubject subject,
    String actor,
    @Nullable UUID cause,
    byte @Nullable [] publicBytes,
    byte @Nullable [] publicSalt,
    byte @Nullable [] privateBytes,
    byte @Nullable [] privateSalt,
    byte[] commitment,
    int form) {
  static final String SELECT =
      """
      SELECT id, at, kind, version, platform, subject_kind, native_id, actor, cause,
             public_bytes, public_salt, private_bytes, private_salt, commitment, form
      FROM record
      """;

  static SealedRow of(ResultSet row) throws SQLException {
    String platform = row.getString("platform");
    return new SealedRow(
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("kind"),
        row.getInt("version"),
        platform == null
            ? null
            : SealedColumns.SealedSubject.of(
                platform, row.getString("subject_kind"), row.getString("native_id")),
        row.getString("actor"),
        row.getObject("cause", UUID.class),
        row.getBytes("public_bytes"),
        row.getBytes("public_salt"),
        row.getBytes("private_bytes"),
        row.getBytes("private_salt"),
        row.getBytes("commitment"),
        row.getInt("form"));
  }

  RecordId recordId() {
    return new RecordId(id);
  }

  /** Opens the public half; null where bytes or salts are not all there. */
  @Nullable Opening opening(Sealing sealing) {
    byte[] closed = closed(sealing);
    return closed == null || publicBytes == null || publicSalt == null
        ? null
        : Opening.of(publicBytes, publicSalt, closed);
  }

  private byte @Nullable [] closed(Sealing sealing) {
    if (privateBytes == null || privateSalt == null) {
      return null;
    }
    return form == Sealing.FORM
        ? sealing.privateDigest(
            privateSalt,
            new SealedColumns(id, at, Text.of(kind), version, subject, Text.of(actor), cause),
            privateBytes)
        : sealing.privateDigest(privateSalt, privateBytes);
  }
}
