package reeve.server.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import reeve.ledger.log.Head;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SignedNote;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Hasher;
import reeve.ledger.tree.Resource;

@Component
final class PostgresRecordCheck implements RecordCheck {
  /** Entries of one piece of work, about. */
  private static final int PIECE = 16_384;

  /** Of what follows so many are handed on at once. */
  private static final int SOME = 1_024;

  /** Of one piece so many times {@link #SOME} wait until it is its turn. */
  private static final int WAITING = PIECE / SOME;

  /** Batches that are read at once. */
  private static final int PAGE = 10_000;

  /** Entries that may lie between those of two records: more are told as others. */
  private static final int AHEAD = 1_000;

  private final DataSource source;
  private final JdbcClient jdbc;
  private final PlatformTransactionManager transactions;
  private final LedgerSettings settings;
  private final JdbcConnectionDetails database;

  PostgresRecordCheck(
      DataSource source,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      LedgerSettings settings,
      JdbcConnectionDetails database) {
    this.database = database;
    this.source = source;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.settings = settings;
  }

  /**
   * Records that stand side by side, and where their entries do.
   *
   * @param upTo null: the records that have no index yet
   */
  private record Piece(Place after, @Nullable Place upTo, long first, int count) {}

  @Override
  public RecordAudit.Where where() {
    return new RecordAudit.Where(
        database.getJdbcUrl(),
        "" + database.getUsername(),
        "" + database.getPassword(),
        settings.dir(),
        settings.keys());
  }

  @Override
  public Checked check(int threads) {
    try {
      return check(threads, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking", e);
    }
  }

  /** Takes what was checked, in its order, while the check goes on. */
  interface Following {
    /** What is told of rows, null where nothing is; for one thread. */
    Function<CopiedRow, RecordAudit.@Nullable Read> reader();

    /** Takes some; one thread calls it. */
    void take(List<RecordAudit.Read> some);
  }

  /** The same, with somebody who follows; null: nobody. */
  Checked check(int threads, @Nullable Following following) throws InterruptedException {
    LogPlace place = LogPlace.today(settings).filter(LogPlace::begun).orElse(null);
    var run = new Run(place == null ? null : store(place));
    // Pieces begin in their order, so the one whose turn it is always has a thread or is done.
    var ahead = new Semaphore(2 * threads, true);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Future<Hash> root = pool.submit(() -> run.root(place));
      List<Piece> pieces = run.pieces(place == null ? "" : place.verifier().name());
      List<Running> running = new ArrayList<>();
      for (Piece piece : pieces) {
        BlockingQueue<List<RecordAudit.Read>> told = new ArrayBlockingQueue<>(WAITING);
        running.add(
            new Running(
                told,
                pool.submit(() -> {
                  ahead.acquire();
                  run.check(piece, following, told);
                  return null;
                })));
      }
      for (Running each : running) {
        each.handOn(following);
        ahead.release();
      }
      return run.checked(root.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the record could not be checked", e.getCause());
    } finally {
      pool.shutdownNow();
      pool.close();
    }
  }

  /** A piece that is worked on, and what of it waits for its turn; an empty list ends it. */
  private record Running(BlockingQueue<List<RecordAudit.Read>> told, Future<?> work) {
    private static final Duration LOOK = Duration.ofMillis(100);

    void handOn(@Nullable Following following) throws InterruptedException, ExecutionException {
      if (following != null) {
        List<RecordAudit.Read> some = next();
        while (!some.isEmpty()) {
          following.take(some);
          some = next();
        }
      }
      work.get();
    }

    private List<RecordAudit.Read> next() throws InterruptedException {
      while (true) {
        boolean over = work.isDone();
        List<RecordAudit.Read> some = told.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (some != null) {
          return some;
        }
        if (over) {
          return List.of();
        }
      }
    }
  }

  private PostgresLedgerStore store(LogPlace place) {
    return new PostgresLedgerStore(place.verifier().name(), jdbc, transactions);
  }

  /** One check; safe for many threads. */
  private final class Run {
    private final @Nullable PostgresLedgerStore store;
    private final Head head;
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong erased = new AtomicLong();
    private final AtomicLong unsequenced = new AtomicLong();
    private final List<Wrong> told = new ArrayList<>();
    private long wrongs;

    private Run(@Nullable PostgresLedgerStore store) {
      this.store = store;
      this.head = store == null ? Head.EMPTY : store.head();
    }

    private synchronized void wrong(Fault fault, @Nullable RecordId id, long index) {
      wrongs++;
      if (told.size() < TOLD) {
        told.add(new Wrong(fault, id, index));
      }
    }

    private synchronized Checked checked(Hash root) {
      return new Checked(
          records.get(), erased.get(), unsequenced.get(), head.size(), root, wrongs, told);
    }

    private record Batch(long first, long size, Place upTo) {}

    /** Batches put together up to the size of a piece, and the rest of the record. */
    private List<Piece> pieces(String origin) {
      List<Piece> pieces = new ArrayList<>();
      Place after = Place.START;
      List<Batch> page = page(origin, 0);
      @Nullable Batch begun = null;
      while (!page.isEmpty()) {
        for (Batch batch : page) {
          begun = begun == null ? batch : new Batch(begun.first(), batch.size(), batch.upTo());
          if (begun.size() - begun.first() >= PIECE) {
            pieces.add(piece(after, begun));
            after = begun.upTo();
            begun = null;
          }
        }
        page = page(origin, page.getLast().size());
      }
      if (begun != null) {
        pieces.add(piece(after, begun));
        after = begun.upTo();
      }
      pieces.add(new Piece(after, null, -1, 0));
      return pieces;
    }

    private static Piece piece(Place after, Batch all) {
      return new Piece(after, all.upTo(), all.first(), (int) (all.size() - all.first()));
    }

    private List<Batch> page(String origin, long from) {
      return jdbc.sql(
              """
              SELECT first, size, tx::text AS tx, seq FROM ledger_batch
              WHERE origin = ? AND tx IS NOT NULL AND first >= ? AND first < ?
              ORDER BY first
              LIMIT ?
              """)
          .params(origin, from, head.size(), PAGE)
          .query((row, _) ->
              new Batch(
                  row.getLong("first"),
                  row.getLong("size"),
                  new Place(Long.parseUnsignedLong(row.getString("tx")), row.getLong("seq"))))
          .list();
    }

    private void check(
        Piece piece, @Nullable Following following, BlockingQueue<List<RecordAudit.Read>> told)
        throws SQLException, InterruptedException {
      byte[] entries =
          store == null || piece.upTo() == null
              ? new byte[0]
              : store.read(piece.first(), piece.count());
      var rows = new Rows(piece, entries);
      var handing = following == null ? null : new Handing(following.reader(), told);
      try (Connection connection = source.getConnection()) {
        SealedCopy.rows(
            connection,
            piece.after(),
            piece.upTo(),
            row -> {
              rows.take(row);
              if (handing != null) {
                handing.take(row);
              }
            });
      }
      rows.end();
      if (handing != null) {
        handing.end();
      }
    }

    /** Hands on what is told of rows, some at a time. */
    private static final class Handing {
      private final Function<CopiedRow, RecordAudit.@Nullable Read> reader;
      private final BlockingQueue<List<RecordAudit.Read>> to;
      private List<RecordAudit.Read> some = new ArrayList<>(SOME);

      private Handing(
          Function<CopiedRow, RecordAudit.@Nullable Read> reader,
          BlockingQueue<List<RecordAudit.Read>> to) {
        this.reader = reader;
        this.to = to;
      }

      void take(CopiedRow row) throws InterruptedException {
        RecordAudit.Read read = reader.apply(row);
        if (read != null) {
          some.add(read);
          if (some.size() == SOME) {
            to.put(some);
            some = new ArrayList<>(SOME);
          }
        }
      }

      void end() throws InterruptedException {
        if (!some.isEmpty()) {
          to.put(some);
        }
        to.put(List.of());
      }
    }

    /** Makes the tree again, and holds it against what was kept and what was published. */
    private Hash root(@Nullable LogPlace place) {
      if (store == null || place == null) {
        return Hasher.EMPTY;
      }
      Optional<Checkpoint> published =
          place
              .shelf()
              .read(new Resource.Checkpoint())
              .map(bytes -> Checkpoint.of(SignedNote.of(bytes).text()));
      var edge = new Edge();
      if (published.isPresent() && published.get().size() <= head.size()) {
        feed(store, edge, published.get().size());
        if (!edge.root().equals(published.get().root())) {
          wrong(Fault.WRONG_ROOT, null, published.get().size());
        }
      } else if (published.isPresent()) {
        wrong(Fault.WRONG_ROOT, null, published.get().size());
      }
      feed(store, edge, head.size());
      if (!edge.root().equals(head.root())) {
        wrong(Fault.WRONG_ROOT, null, head.size());
      }
      return edge.root();
    }

    /** Holds the rows of a piece against its entries, one after the other. */
    private final class Rows {
      private final Piece piece;
      private final byte[] entries;
      private final Sealing sealing = new Sealing();
      private int at;

      private Rows(Piece piece, byte[] entries) {
        this.piece = piece;
        this.entries = entries;
      }

      private void take(CopiedRow row) {
        records.incrementAndGet();
        if (row.erased()) {
          erased.incrementAndGet();
        } else if (!row.whole() || !sealing.holds(row)) {
          wrong(Fault.CHANGED, new RecordId(row.id()), piece.upTo() == null ? -1 : index());
        }
        if (piece.upTo() == null) {
          unsequenced.incrementAndGet();
        } else {
          find(row);
        }
      }

      private void find(CopiedRow row) {
        int end = Math.min(piece.count(), at + AHEAD);
        int found = at;
        while (found < end && !stands(row, found)) {
          found++;
        }
        if (found == end) {
          // Taken for the one that should stand here.
          wrong(Fault.OTHER_ENTRY, new RecordId(row.id()), at < piece.count() ? index() : -1);
          at++;
          return;
        }
        for (; at < found; at++) {
          wrong(Fault.MISSING, null, index());
        }
        at++;
      }

      /** Whether the commitment of a row is the entry there. */
      private boolean stands(CopiedRow row, int entry) {
        int begin = row.from(CopiedRow.COMMITMENT);
        return row.length(CopiedRow.COMMITMENT) == Hash.BYTES
            && Arrays.equals(
                row.bytes(),
                begin,
                begin + Hash.BYTES,
                entries,
                entry * Hash.BYTES,
                (entry + 1) * Hash.BYTES);
      }

      private void end() {
        for (; at < piece.count(); at++) {
          wrong(Fault.MISSING, null, index());
        }
      }

      private long index() {
        return piece.first() + at;
      }
    }
  }

  private static void feed(PostgresLedgerStore store, Edge edge, long size) {
    while (edge.size() < size) {
      int count = (int) Math.min(PIECE, size - edge.size());
      byte[] entries = store.read(edge.size(), count);
      for (int i = 0; i < count; i++) {
        edge.add(new Entry(Hash.at(entries, i * Hash.BYTES)), (_, _) -> {});
      }
    }
  }
}
