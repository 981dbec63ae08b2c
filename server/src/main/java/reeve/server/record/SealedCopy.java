package reeve.server.record;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads rows in PostgreSQL's binary form of COPY, which takes a third of what a query does where
 * there are millions.
 */
final class SealedCopy {
  /** Signature, flags and length of the extension, before the first row. */
  private static final int HEADER = 19;

  private SealedCopy() {}

  /** Takes rows. */
  @FunctionalInterface
  interface Taking {
    /**
     * Takes one.
     *
     * @param row holds the next one after the return
     */
    void take(CopiedRow row) throws InterruptedException;
  }

  /**
   * Gives the rows between two places, in the order of reading.
   *
   * @param after exclusive
   * @param upTo inclusive; null: up to the horizon
   */
  static void rows(Connection connection, Place after, @Nullable Place upTo, Taking each)
      throws SQLException, InterruptedException {
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
                        CopiedRow.SELECT, Long.toUnsignedString(after.tx()), after.seq(), end));
    var row = new CopiedRow();
    int begin = HEADER;
    try {
      for (byte[] bytes = copy.readFromCopy(); bytes != null; bytes = copy.readFromCopy()) {
        // The header may stand alone.
        if (row.read(bytes, begin)) {
          each.take(row);
        }
        begin = 0;
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }
}
