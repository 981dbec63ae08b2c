package reeve.server.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.record.JsonBytes.Text;

/**
 * A row in PostgreSQL's binary form of COPY, read where it lies: of millions most columns are only
 * hashed. Holds one row after the other; for one thread.
 */
final class CopiedRow {
  static final int TX = 0;
  static final int SEQ = 1;
  static final int ID = 2;
  static final int AT = 3;
  static final int KIND = 4;
  static final int VERSION = 5;
  static final int PLATFORM = 6;
  static final int SUBJECT_KIND = 7;
  static final int NATIVE_ID = 8;
  static final int ACTOR = 9;
  static final int CAUSE = 10;
  static final int PUBLIC_BYTES = 11;
  static final int PUBLIC_SALT = 12;
  static final int PRIVATE_BYTES = 13;
  static final int PRIVATE_SALT = 14;
  static final int COMMITMENT = 15;
  static final int FORM = 16;

  /** The columns in this order. */
  static final String SELECT =
      """
      SELECT tx, seq, id, at, kind, version, platform, subject_kind, native_id, actor, cause,
             public_bytes, public_salt, private_bytes, private_salt, commitment, form
      FROM record
      """;

  private static final int COLUMNS = 17;

  /** Seconds from 1970 to 2000, from which PostgreSQL counts. */
  private static final long EPOCH = 946_684_800;

  private static final long MICROS = 1_000_000;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final int[] from = new int[COLUMNS];
  private final int[] length = new int[COLUMNS];
  private byte[] bytes = {};

  /**
   * Reads a row.
   *
   * @param begin where it begins, with the number of its columns
   * @return whether there was one: what ends the copy is none
   */
  boolean read(byte[] row, int begin) {
    if (row.length - begin < Short.BYTES || (short) SHORT.get(row, begin) < 0) {
      return false;
    }
    bytes = row;
    int at = begin + Short.BYTES;
    for (int i = 0; i < COLUMNS; i++) {
      length[i] = (int) INT.get(row, at);
      at += Integer.BYTES;
      from[i] = at;
      at += Math.max(0, length[i]);
    }
    return true;
  }

  /** What {@link #from} counts in. */
  byte[] bytes() {
    return bytes;
  }

  int from(int column) {
    return from[column];
  }

  /** In bytes; below 0 where the column is null. */
  int length(int column) {
    return length[column];
  }

  boolean has(int column) {
    return length[column] >= 0;
  }

  /** Of a column of 2, 4 or 8 bytes. */
  long number(int column) {
    return switch (length[column]) {
      case Short.BYTES -> (short) SHORT.get(bytes, from[column]);
      case Integer.BYTES -> (int) INT.get(bytes, from[column]);
      default -> (long) LONG.get(bytes, from[column]);
    };
  }

  Place place() {
    return new Place(number(TX), number(SEQ));
  }

  UUID id() {
    return Objects.requireNonNull(uuid(ID), "every record has an id");
  }

  @Nullable UUID uuid(int column) {
    return has(column)
        ? new UUID(
            (long) LONG.get(bytes, from[column]), (long) LONG.get(bytes, from[column] + Long.BYTES))
        : null;
  }

  Instant at() {
    long micros = number(AT);
    return Instant.ofEpochSecond(
        EPOCH + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
  }

  @Nullable String string(int column) {
    return has(column)
        ? new String(bytes, from[column], length[column], StandardCharsets.UTF_8)
        : null;
  }

  byte @Nullable [] copy(int column) {
    return has(column)
        ? Arrays.copyOfRange(bytes, from[column], from[column] + length[column])
        : null;
  }

  /** Whether a column holds just these bytes. */
  boolean is(int column, byte[] text) {
    int at = from[column];
    return length[column] == text.length
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private Text text(int column) {
    return new Text(bytes, from[column], length[column]);
  }

  /** What of its columns is sealed. */
  SealedColumns columns() {
    return new SealedColumns(
        id(),
        at(),
        text(KIND),
        (int) number(VERSION),
        has(PLATFORM) && has(SUBJECT_KIND) && has(NATIVE_ID)
            ? new SealedColumns.SealedSubject(text(PLATFORM), text(SUBJECT_KIND), text(NATIVE_ID))
            : null,
        text(ACTOR),
        uuid(CAUSE));
  }

  /** Whether bytes and salts are gone, as an erasure leaves it. */
  boolean erased() {
    return !has(PUBLIC_BYTES) && !has(PUBLIC_SALT) && !has(PRIVATE_BYTES) && !has(PRIVATE_SALT);
  }

  /** Whether bytes and salts are all there. */
  boolean whole() {
    return has(PUBLIC_BYTES) && has(PUBLIC_SALT) && has(PRIVATE_BYTES) && has(PRIVATE_SALT);
  }
}
