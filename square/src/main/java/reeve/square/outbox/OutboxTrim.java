package reeve.square.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.Clocked;
import reeve.square.base.Clockwork;
import reeve.square.base.Settings;
import reeve.square.base.Times;
import reeve.square.door.SquareDoor.OutboxRun;
import reeve.square.door.SquareDoor.Reader;

/**
 * Removes events some days after all readers were past them. Whenever it is told where the readers
 * are, the least of these places is kept as a mark with its time. Once a mark is old enough,
 * everything up to it goes, but never beyond a later mark: a reader that came since, or went back,
 * holds back what it has yet to read.
 *
 * <p>A reader's place is that of an event which it was given, below the oldest transaction that ran
 * then. So every transaction up to a mark has ended, and nothing can commit there any more.
 */
@Component
public final class OutboxTrim extends Clockwork {
  /** So many are removed in one transaction at the most, and so many transactions are in a run. */
  static final int MOST = 5_000;

  static final int TRANSACTIONS = 20;

  private static final Logger LOG = LoggerFactory.getLogger(OutboxTrim.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration RUNS_KEPT = Duration.ofDays(30);

  /** Whoever reads tells where it is each hour. */
  private static final Duration SILENCE = Duration.ofDays(1);

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Duration keep;

  public OutboxTrim(Clocked db, TransactionTemplate transaction, Settings settings) {
    super("outbox-trim", FIRST);
    this.db = db;
    this.transaction = transaction;
    this.keep = settings.keepEvents();
  }

  private record Standing(Position at, String reader) {}

  /** Remembers where all who read are now. */
  public void told(List<Reader> readers) {
    if (keep.isZero() || readers.isEmpty()) {
      return;
    }
    Position end = end();
    Standing least =
        readers.stream()
            .map(reader -> standing(reader, end))
            .min(Comparator.comparing(Standing::at))
            .orElseThrow();
    at(
            """
            insert into outbox_marks (at, epoch, tx, id, reader, waits)
            select :now, :epoch::int, :tx::text::xid8, :id::bigint, :reader,
              case when exists (select from outbox
                  where (epoch, tx, id) > (:epoch::int, :tx::text::xid8, :id::bigint))
                then coalesce((select m.waits
                    from (select * from outbox_marks order by at desc limit 1) m
                    where (m.epoch, m.tx, m.id) = (:epoch::int, :tx::text::xid8, :id::bigint)),
                  :now) end
            on conflict (at) do update set epoch = excluded.epoch, tx = excluded.tx,
              id = excluded.id, reader = excluded.reader, waits = excluded.waits
            """,
            least.at())
        .param("reader", least.reader())
        .update();
  }

  /** Where a reader is; at the beginning where it says a place that no event can have had. */
  private static Standing standing(Reader reader, Position end) {
    try {
      Position at = Position.of(reader.cursor());
      if (at.compareTo(end) < 0) {
        return new Standing(at, reader.name());
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("a reader's cursor is none", e);
    }
    return new Standing(
        Position.BEGINNING,
        reader.name() + ", at a place that this outbox never gave: " + reader.cursor());
  }

  /** What was given until now lies below it. */
  private Position end() {
    return db.sql(
            """
            select outbox_epoch() as epoch, pg_snapshot_xmin(pg_current_snapshot())::text as tx,
              0 as id
            """)
        .query((row, n) -> position(row))
        .single();
  }

  /** The newest runs. */
  public List<OutboxRun> runs(int most) {
    return db.sql("select at, removed, trouble from outbox_trims order by at desc limit :most")
        .param("most", most)
        .query((row, n) ->
            new OutboxRun(Times.of(row, "at"), row.getLong("removed"), row.getString("trouble")))
        .list();
  }

  /** Runs once, unless another process does just now; says how long to wait before the next run. */
  @Override
  public Duration round() {
    if (keep.isZero()) {
      return EVERY;
    }
    long removed = 0;
    String trouble;
    try {
      for (int i = 0; i < TRANSACTIONS; i++) {
        Integer gone = transaction.execute(status -> mine() ? remove() : null);
        if (gone == null && i == 0) {
          return EVERY;
        }
        removed += gone == null ? 0 : gone;
        if (gone == null || gone < MOST) {
          break;
        }
      }
      trouble = trouble();
    } catch (RuntimeException e) {
      LOG.warn("events that all have read were not removed; the next run tries again", e);
      trouble = String.valueOf(e.getMessage());
    }
    remember(new OutboxRun(db.instant(), removed, trouble));
    return removed == (long) MOST * TRANSACTIONS ? SOON : EVERY;
  }

  private boolean mine() {
    return db.sql("select pg_try_advisory_xact_lock(hashtext('square.outbox'), 0)")
        .query(Boolean.class)
        .single();
  }

  /** Removes the first events, at most {@value #MOST}. */
  private int remove() {
    return at(
            """
            delete from outbox where (epoch, tx, id) in (
              select epoch, tx, id from outbox
              where (epoch, tx, id) <= (:epoch::int, :tx::text::xid8, :id::bigint)
              order by epoch, tx, id limit :most)
            """,
            floor().orElse(Position.BEGINNING))
        .param("most", MOST)
        .update();
  }

  /** Up to where events may go; marks before the one that counts go, too. */
  private Optional<Position> floor() {
    db.sql(
            """
            delete from outbox_marks
            where at < (select max(at) from outbox_marks where at <= :before)
            """)
        .param("before", before())
        .update();
    return db.sql(
            """
            select epoch, tx, id from outbox_marks
            where exists (select from outbox_marks where at <= :before)
            order by epoch, tx, id limit 1
            """)
        .param("before", before())
        .query((row, n) -> position(row))
        .optional();
  }

  private record Mark(Instant at, String reader, @Nullable Instant waits) {}

  /** Why events stay longer than they should; null where they do not. */
  private @Nullable String trouble() {
    Mark mark =
        db.sql("select at, reader, waits from outbox_marks order by at desc limit 1")
            .query((row, n) ->
                new Mark(Times.of(row, "at"), row.getString("reader"), Times.orNull(row, "waits")))
            .optional()
            .orElse(null);
    Instant now = db.instant();
    if (mark == null) {
      boolean some = db.sql("select exists (select from outbox)").query(Boolean.class).single();
      return some ? "Nobody has said yet how far events were read." : null;
    }
    if (mark.at().isBefore(now.minus(SILENCE))) {
      return "Nobody has said since " + mark.at() + " how far events were read.";
    }
    return mark.waits() == null || mark.waits().isAfter(now.minus(keep))
        ? null
        : "Events have waited since " + mark.waits() + ", and stay, for: " + mark.reader();
  }

  private void remember(OutboxRun run) {
    db.sql(
            """
            insert into outbox_trims (at, removed, trouble) values (:at, :removed, :trouble)
            on conflict (at) do nothing
            """)
        .param("at", Times.sql(run.at()))
        .param("removed", run.removed())
        .param("trouble", run.trouble())
        .update();
    db.sql("delete from outbox_trims where at < :before")
        .param("before", Times.sql(db.instant().minus(RUNS_KEPT)))
        .update();
  }

  private OffsetDateTime before() {
    return Times.sql(db.instant().minus(keep));
  }

  private StatementSpec at(String sql, Position place) {
    return db.sql(sql)
        .param("epoch", place.epoch())
        .param("tx", Long.toString(place.tx()))
        .param("id", place.id());
  }

  private static Position position(ResultSet row) throws SQLException {
    return new Position(
        row.getInt("epoch"), Long.parseLong(row.getString("tx")), row.getLong("id"));
  }
}
