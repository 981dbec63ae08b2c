package reeve.square.imports;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows for one {@code COPY ... FROM STDIN (FORMAT binary)}, gathered in memory. */
final class CopyRows {
  private static final byte[] HEAD = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final long EPOCH_2000 = 946_684_800L;
  private static final int CHUNK = 1 << 16;

  private final String sql;
  private final int columns;
  private byte[] bytes = Arrays.copyOf(HEAD, 1 << 16);
  private int size = HEAD.length;
  private long rows;

  /**
   * @param table and its columns, for example {@code follows (follower, target, at)}
   */
  CopyRows(String table) {
    sql = "copy " + table + " from stdin (format binary)";
    columns = (int) table.chars().filter(c -> c == ',').count() + 1;
  }

  long rows() {
    return rows;
  }

  /** Begins a row; exactly one call for each column follows. */
  CopyRows row() {
    rows++;
    room(2);
    size = put(size, columns, 2);
    return this;
  }

  CopyRows bigint(@Nullable Long value) {
    return value == null ? nothing() : number(value, 8);
  }

  CopyRows integer(int value) {
    return number(value, 4);
  }

  CopyRows smallint(int value) {
    return number(value, 2);
  }

  CopyRows bool(boolean value) {
    return number(value ? 1 : 0, 1);
  }

  CopyRows time(Instant at) {
    return number((at.getEpochSecond() - EPOCH_2000) * 1_000_000 + at.getNano() / 1000, 8);
  }

  CopyRows text(@Nullable String text) {
    return text == null ? nothing() : bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  CopyRows bytes(byte[] value) {
    room(4 + value.length);
    size = put(size, value.length, 4);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
    return this;
  }

  /** JSON for a column of that binary type: a version, then the text. */
  CopyRows jsonb(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] versioned = new byte[text.length + 1];
    versioned[0] = 1;
    System.arraycopy(text, 0, versioned, 1, text.length);
    return bytes(versioned);
  }

  CopyRows nothing() {
    room(4);
    size = put(size, -1, 4);
    return this;
  }

  private CopyRows number(long value, int width) {
    room(4 + width);
    size = put(size, width, 4);
    size = put(size, value, width);
    return this;
  }

  private int put(int at, long value, int width) {
    for (int i = 0; i < width; i++) {
      bytes[at + i] = (byte) (value >> (8 * (width - 1 - i)));
    }
    return at + width;
  }

  private void room(int more) {
    if (size + more + 2 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more + 2, bytes.length * 2));
    }
  }

  /** Sends the rows in the connection's transaction. */
  void send(Connection connection) throws SQLException {
    if (rows == 0) {
      return;
    }
    put(size, -1, 2);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      for (int from = 0; from < size + 2; from += CHUNK) {
        copy.writeToCopy(bytes, from, Math.min(CHUNK, size + 2 - from));
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
