package reeve.server.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads rows in PostgreSQL's binary form of COPY, which takes a third of what a query does where
 * there are millions.
 */
final class SealedCopy {
  /** Signature, flags and length of the extension, before the first row. */
  static final int HEADER = 19;

  /** Seconds from 1970 to 2000, from which PostgreSQL counts. */
  private static final long EPOCH = 946_684_800;

  private static final long MICROS = 1_000_000;

  private SealedCopy() {}

  /**
   * Gives the rows between two places, in the order of reading.
   *
   * @param after exclusive
   * @param upTo inclusive; null: up to the horizon
   */
  static void rows(
      Connection connection, Place after, @Nullable Place upTo, Consumer<SealedRow> each)
      throws SQLException {
    String end =
        upTo == null
            ? "tx < (SELECT record_horizon())"
            : "(tx, seq) <= ('%s'::xid8, %d)"
                .formatted(Long.toUnsignedString(upTo.tx()), upTo.seq());
    CopyOut copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "COPY (%s WHERE (tx, seq) > ('%s'::xid8, %d) AND %s ORDER BY tx, seq) TO STDOUT (FORMAT binary)"
                    .formatted(
                        SealedRow.SELECT, Long.toUnsignedString(after.tx()), after.seq(), end));
    boolean first = true;
    for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
      ByteBuffer row = ByteBuffer.wrap(bytes);
      if (first) {
        row.position(HEADER);
        first = false;
      }
      // The last one says only that no more come; the header may stand alone.
      if (row.remaining() > Short.BYTES && row.getShort() > 0) {
        each.accept(row(row));
      }
    }
  }

  private static SealedRow row(ByteBuffer row) {
    UUID id = uuid(row);
    Instant at = time(row);
    String kind = text(row);
    row.getInt();
    int version = row.getInt();
    String platform = text(row);
    String subjectKind = text(row);
    String nativeId = text(row);
    return new SealedRow(
        java.util.Objects.requireNonNull(id),
        at,
        "" + kind,
        version,
        platform == null || subjectKind == null || nativeId == null
            ? null
            : new SealedColumns.SealedSubject(platform, subjectKind, nativeId),
        "" + text(row),
        uuid(row),
        bytes(row),
        bytes(row),
        bytes(row),
        bytes(row),
        java.util.Objects.requireNonNull(bytes(row)),
        form(row));
  }

  private static int form(ByteBuffer row) {
    row.getInt();
    return row.getShort();
  }

  static Instant time(ByteBuffer row) {
    row.getInt();
    long micros = row.getLong();
    return Instant.ofEpochSecond(
        EPOCH + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  static @Nullable UUID uuid(ByteBuffer row) {
    return row.getInt() < 0 ? null : new UUID(row.getLong(), row.getLong());
  }

  static @Nullable String text(ByteBuffer row) {
    byte[] bytes = bytes(row);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  static byte @Nullable [] bytes(ByteBuffer row) {
    int length = row.getInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    row.get(bytes);
    return bytes;
  }
}
