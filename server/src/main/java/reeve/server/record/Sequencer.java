package reeve.server.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Cosigners;
import reeve.ledger.log.Log;
import reeve.ledger.log.Shelf;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;

/**
 * Gives committed records their index, in the order of reading. What it has done stands in the row
 * of each batch, so that it goes on where it ended whatever happens in between; of two that run at
 * once one is {@code OVERTAKEN}. For one thread at a time, but for {@link #log}'s publications.
 */
final class Sequencer {
  /** Records that one batch holds at the most. */
  static final int BATCH = 16_384;

  private final JdbcClient jdbc;
  private final SigningKey key;
  private final PostgresLedgerStore store;
  private final Log log;
  private volatile Place place;

  /**
   * Opens the log and goes on in it.
   *
   * @throws LedgerException as {@link Log#open}; {@code FOREIGN} also where it was begun with
   *     another key
   */
  Sequencer(
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      SigningKey key,
      Shelf shelf,
      Cosigners cosigners) {
    this.jdbc = jdbc;
    this.key = key;
    this.store = new PostgresLedgerStore(key.name(), jdbc, transactions);
    requireOwn();
    this.log = Log.resume(key, store, shelf, cosigners);
    this.place = store.place();
  }

  Log log() {
    return log;
  }

  SigningKey key() {
    return key;
  }

  /** When the first record was made that has no index; null where all have. For any thread. */
  @Nullable Instant waitingSince() {
    Place from = place;
    return jdbc.sql(
            """
            SELECT at FROM record WHERE (tx, seq) > (:tx::xid8, :seq) ORDER BY tx, seq LIMIT 1
            """)
        .param("tx", Long.toUnsignedString(from.tx()))
        .param("seq", from.seq())
        .query((row, _) -> row.getTimestamp("at").toInstant())
        .optional()
        .orElse(null);
  }

  private record Row(Hash commitment, Place place) {}

  /**
   * Appends what was committed since, a batch at the most.
   *
   * @return how many
   */
  int step() {
    List<Row> rows = rows();
    if (rows.isEmpty()) {
      return 0;
    }
    List<Entry> entries = new ArrayList<>(rows.size());
    rows.forEach(row -> entries.add(new Entry(row.commitment())));
    Row last = rows.getLast();
    store.upTo(last.place());
    log.append(entries);
    place = last.place();
    return rows.size();
  }

  private List<Row> rows() {
    try {
      return jdbc.sql(
              """
              SELECT r.commitment, r.tx::text AS tx, r.seq FROM record r
              WHERE (r.tx, r.seq) > (:tx::xid8, :seq) AND r.tx < (SELECT record_horizon())
              ORDER BY r.tx, r.seq
              LIMIT :most
              """)
          .param("tx", Long.toUnsignedString(place.tx()))
          .param("seq", place.seq())
          .param("most", BATCH)
          .query((row, _) ->
              new Row(
                  Hash.at(row.getBytes("commitment"), 0),
                  new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq"))))
          .list();
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  private void requireOwn() {
    try {
      jdbc.sql("INSERT INTO ledger_key (origin, verifier) VALUES (?, ?) ON CONFLICT DO NOTHING")
          .params(key.name(), key.verifier().toString())
          .update();
      String begun =
          jdbc.sql("SELECT verifier FROM ledger_key WHERE origin = ?")
              .param(key.name())
              .query(String.class)
              .single();
      if (!begun.equals(key.verifier().toString())) {
        throw new LedgerException(
            LedgerProblem.FOREIGN,
            "The log "
                + key.name()
                + " was begun with the key "
                + begun
                + ", and this server has another. Put that key's file back.");
      }
    } catch (DataAccessException e) {
      throw unavailable(e);
    }
  }

  private static LedgerException unavailable(DataAccessException e) {
    return new LedgerException(
        LedgerProblem.UNAVAILABLE, "The database does not answer: " + e.getMessage(), e);
  }
}
