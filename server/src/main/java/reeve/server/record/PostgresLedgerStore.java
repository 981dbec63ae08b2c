package reeve.server.record;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Head;
import reeve.ledger.log.Store;
import reeve.ledger.tree.Hash;

/**
 * Keeps a ledger's entries in the database, a row for each batch. Several processes may have it
 * open; of two that append at once one is {@code OVERTAKEN}.
 */
final class PostgresLedgerStore implements Store {
  private final String origin;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private volatile boolean unknown;
  private @Nullable Place upTo;

  /**
   * @param origin of the log
   */
  PostgresLedgerStore(String origin, JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.origin = origin;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    // What is durable when an append returns must not hang on a transaction around it.
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * What the next append holds: the records up to a place.
   *
   * @param place of the last one; null where the batch holds none
   */
  void upTo(@Nullable Place place) {
    upTo = place;
  }

  /** The place of the last record that is in. */
  Place place() {
    try {
      return jdbc.sql(
              """
              SELECT b.tx::text AS tx, b.seq FROM ledger_batch b
              WHERE b.origin = ? AND b.tx IS NOT NULL
              ORDER BY b.tx DESC, b.seq DESC LIMIT 1
              """)
          .param(origin)
          .query((row, _) ->
              new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq")))
          .optional()
          .orElse(Place.START);
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  @Override
  public Head head() {
    try {
      return jdbc.sql(
              """
              SELECT size, root FROM ledger_batch WHERE origin = ? ORDER BY first DESC LIMIT 1
              """)
          .param(origin)
          .query((row, _) -> new Head(row.getLong("size"), Hash.at(row.getBytes("root"), 0)))
          .optional()
          .orElse(Head.EMPTY);
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void append(Head from, List<reeve.ledger.tree.Entry> entries, Head to) {
    if (unknown) {
      throw unknown(null);
    }
    byte[] bytes = new byte[entries.size() * Hash.BYTES];
    for (int i = 0; i < entries.size(); i++) {
      entries.get(i).commitment().into(bytes, i * Hash.BYTES);
    }
    var committing = new AtomicBoolean();
    try {
      transaction.executeWithoutResult(_ -> {
        insert(from, bytes, to);
        committing.set(true);
      });
    } catch (DuplicateKeyException e) {
      throw overtaken(e);
    } catch (DataAccessException | TransactionException e) {
      if (committing.get()) {
        unknown = true;
        throw unknown(e);
      }
      throw unavailable(e);
    }
  }

  private void insert(Head from, byte[] bytes, Head to) {
    // A user's own PostgreSQL may answer before a commit is on disk.
    jdbc.sql("SET LOCAL synchronous_commit TO on").update();
    Place place = upTo;
    int rows =
        jdbc.sql(
                """
                INSERT INTO ledger_batch (origin, first, size, root, entries, tx, seq)
                SELECT :origin, :first, :size, :root, :entries, :tx::xid8, :seq::bigint
                WHERE CASE WHEN :first = 0
                  THEN :empty AND NOT EXISTS (SELECT FROM ledger_batch WHERE origin = :origin)
                  ELSE (:first, :before) = (
                    SELECT size, root FROM ledger_batch
                    WHERE origin = :origin ORDER BY first DESC LIMIT 1)
                  END
                """)
            .param("origin", origin)
            .param("first", from.size())
            .param("before", from.root().bytes())
            .param("empty", from.equals(Head.EMPTY))
            .param("size", to.size())
            .param("root", to.root().bytes())
            .param("entries", bytes)
            .param("tx", place == null ? null : Long.toUnsignedString(place.tx()))
            .param("seq", place == null ? null : place.seq())
            .update();
    if (rows == 0) {
      throw overtaken(null);
    }
  }

  @Override
  public byte[] read(long from, int count) {
    byte[] bytes = new byte[count * Hash.BYTES];
    if (count == 0) {
      return bytes;
    }
    try {
      var filled = new int[1];
      jdbc.sql(
              """
              SELECT first, entries FROM ledger_batch
              WHERE origin = :origin
                AND first >= (
                  SELECT max(first) FROM ledger_batch WHERE origin = :origin AND first <= :from)
                AND first < :from + :count
              ORDER BY first
              """)
          .param("origin", origin)
          .param("from", from)
          .param("count", count)
          .query(row -> {
            filled[0] += copy(row.getLong("first"), row.getBytes("entries"), from, bytes);
          });
      if (filled[0] < bytes.length) {
        throw new LedgerException(
            LedgerProblem.NONE, "The store ends before entry " + (from + count) + ".");
      }
      return bytes;
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  /** Copies what of a batch is asked for; gives how many bytes. */
  private static int copy(long first, byte[] batch, long from, byte[] to) {
    long offset = (first - from) * Hash.BYTES;
    int skip = (int) Math.max(0, -offset);
    int at = (int) Math.max(0, offset);
    int length = Math.max(0, Math.min(batch.length - skip, to.length - at));
    System.arraycopy(batch, Math.min(skip, batch.length), to, at, length);
    return length;
  }

  private static LedgerException overtaken(@Nullable Throwable cause) {
    return new LedgerException(
        LedgerProblem.OVERTAKEN, "Another server appended to the ledger meanwhile.", cause);
  }

  private static LedgerException unavailable(Throwable cause) {
    return new LedgerException(
        LedgerProblem.UNAVAILABLE, "The database does not answer: " + cause.getMessage(), cause);
  }

  private static LedgerException unknown(@Nullable Throwable cause) {
    return new LedgerException(
        LedgerProblem.STATE_UNKNOWN,
        "A commit to the ledger failed and may have happened; open it again.",
        cause);
  }

  /** There is nothing to close: the connections are the server's. */
  @Override
  public void close() {}
}
