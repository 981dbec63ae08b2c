package reeve.server.watch;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How often rules held, by the hour of the event. */
@Component
final class HourRows {
  private final JdbcClient db;
  private final InstantSource clock;

  HourRows(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  /** Of the current version; hits over the limit are among the hits. */
  record Hits(long day, long week, long weekOverLimit) {
    static final Hits NONE = new Hits(0, 0, 0);
  }

  record Version(String rule, String version) {}

  /** Of all rules of a stage. */
  Map<Version, Hits> hits(Watching.Stage stage) {
    Instant now = clock.instant();
    Map<Version, Hits> hits = new HashMap<>();
    db.sql(
            """
            select rule, version, coalesce(sum(hits) filter (where hour > ?), 0), sum(hits),
                   sum(over_limit)
            from watch_hour where stage = ? and hour > ? group by rule, version
            """)
        .params(
            Timestamp.from(now.minus(Duration.ofDays(1))),
            stage.code(),
            Timestamp.from(now.minus(Duration.ofDays(7))))
        .query(row -> {
          hits.put(
              new Version(row.getString(1), row.getString(2)),
              new Hits(row.getLong(3), row.getLong(4), row.getLong(5)));
        });
    return hits;
  }

  /** A version's hits: when it was first and last seen. */
  record Seen(String stage, String version, Instant first, Instant last, long hits, long over) {}

  /** All versions of a rule that ever held, newest first. */
  List<Seen> versions(String rule, int most) {
    return db.sql(
            """
            select stage, version, min(hour) as first, max(hour) as last, sum(hits), sum(over_limit)
            from watch_hour where rule = ? group by stage, version order by last desc limit ?
            """)
        .params(rule, most)
        .query((row, _) ->
            new Seen(
                row.getString(1),
                row.getString(2),
                row.getTimestamp(3).toInstant(),
                row.getTimestamp(4).toInstant(),
                row.getLong(5),
                row.getLong(6)))
        .list();
  }

  /** Hits of all versions in a stage, by the day (UTC), oldest first, days without hits too. */
  List<Chart.Bar> days(String rule, Watching.Stage stage, int days) {
    List<Chart.Bar> bars = new ArrayList<>();
    db.sql(
            """
            select d.day, coalesce(sum(h.hits), 0), coalesce(sum(h.over_limit), 0)
            from generate_series(date_trunc('day', ?::timestamptz, 'UTC') - make_interval(days => ?),
                                 ?::timestamptz, interval '1 day') as d (day)
            left join watch_hour h on h.stage = ? and h.rule = ? and h.hour >= d.day
                 and h.hour < d.day + interval '1 day'
            group by d.day order by d.day
            """)
        .params(
            clock.instant().toString(), days - 1, clock.instant().toString(), stage.code(), rule)
        .query(row -> {
          bars.add(new Chart.Bar(row.getTimestamp(1).toInstant(), row.getLong(2), row.getLong(3)));
        });
    return bars;
  }
}
