package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How full the queues are. Counted at most every few seconds, however many look on. */
@Component
final class Queues {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final JdbcClient db;
  private final Routing routing;
  private final InstantSource clock;
  private volatile @Nullable Snapshot last;

  Queues(JdbcClient db, Routing routing, InstantSource clock) {
    this.db = db;
    this.routing = routing;
    this.clock = clock;
  }

  /**
   * A queue as the page shows it.
   *
   * @param waiting cases that nobody holds
   * @param held cases under a claim, or waiting for a lead's word
   * @param byRules of the waiting, those that nobody reported
   * @param overdue of all of them
   * @param nextDue the earliest due time; null where the queue is empty
   */
  record Row(
      QueueId id,
      String title,
      long waiting,
      long byRules,
      long held,
      long overdue,
      @Nullable Instant nextDue) {
    public boolean danger() {
      return id.equals(QueueId.DANGER);
    }
  }

  /** A count holds for a while, the longer the more it cost. */
  private record Snapshot(List<Row> rows, Instant at, Duration holds) {
    boolean cheap() {
      return holds.equals(FRESH);
    }
  }

  private record Count(
      long waiting, long byRules, long held, long overdue, @Nullable Instant nextDue) {
    static final Count NONE = new Count(0, 0, 0, 0, null);
  }

  List<Row> rows() {
    Snapshot known = last;
    Instant now = clock.instant();
    if (known == null || Duration.between(known.at(), now).abs().compareTo(known.holds()) > 0) {
      long begun = System.nanoTime();
      List<Row> rows = count(now);
      Duration holds = Duration.ofNanos(20 * (System.nanoTime() - begun));
      known = new Snapshot(rows, now, holds.compareTo(FRESH) > 0 ? holds : FRESH);
      last = known;
    }
    return known.rows();
  }

  /** Forgets the last count, after this process changed a queue; a dear one holds all the same. */
  void changed() {
    Snapshot known = last;
    if (known != null && known.cheap()) {
      last = null;
    }
  }

  private List<Row> count(Instant now) {
    Map<String, Count> counts = new HashMap<>();
    db.sql(
            """
            select queue, count(*) filter (where holder is null and parked_until is null),
                   count(*) filter (where holder is null and parked_until is null
                                      and reports = 0 and verdicts > 0),
                   count(*) filter (where holder is not null or parked_until is not null),
                   count(*) filter (where due_at < ?::timestamptz), min(due_at)
            from cases where state = 'open' group by queue
            """)
        .param(now.toString())
        .query(row -> {
          counts.put(
              row.getString(1),
              new Count(
                  row.getLong(2),
                  row.getLong(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getTimestamp(6) == null ? null : row.getTimestamp(6).toInstant()));
        });
    return routing.queues().stream()
        .map(id -> {
          Count count = counts.getOrDefault(id.value(), Count.NONE);
          return new Row(
              id,
              routing.title(id),
              count.waiting(),
              count.byRules(),
              count.held(),
              count.overdue(),
              count.nextDue());
        })
        .toList();
  }

  /** Dangers to life that nobody holds, and the earliest due time of them. */
  record Alarm(long waiting, @Nullable Instant due) {}

  Alarm alarm() {
    return db.sql(
            """
            select count(*), min(due_at) from cases
            where queue = ? and state = 'open' and (holder is null or claim_until <= ?::timestamptz)
            """)
        .params(QueueId.DANGER.value(), clock.instant().toString())
        .query((row, _) ->
            new Alarm(
                row.getLong(1),
                row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant()))
        .single();
  }
}
