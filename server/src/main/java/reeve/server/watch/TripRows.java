package reeve.server.watch;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Refused;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;
import reeve.server.watch.RuleRecords.What;

/** Rules that act and passed their limit: they only surface until a lead lets them go on. */
@Component
final class TripRows {
  private final JdbcClient db;
  private final RuleRecords records;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  TripRows(
      JdbcClient db, RuleRecords records, InstantSource clock, TransactionTemplate transaction) {
    this.db = db;
    this.records = records;
    this.clock = clock;
    this.transaction = transaction;
  }

  record Trip(long id, String rule, String version, Instant at, String event, RecordId record) {}

  /** Those that nobody let go on, oldest first. */
  List<Trip> open() {
    return db.sql(
            """
            select id, rule, version, at, event, record from watch_trip
            where cleared_at is null order by at, id
            """)
        .query((row, _) ->
            new Trip(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                row.getString(5),
                new RecordId(row.getObject(6, UUID.class))))
        .list();
  }

  /** Lets a rule act again; the rule's name. */
  String clear(long id, String why, Member by) {
    Trip trip =
        open().stream()
            .filter(one -> one.id() == id)
            .findFirst()
            .orElseThrow(() ->
                new Refused(
                    WatchProblem.NO_SUCH_TRIP, "This rule is not stopped, or goes on already."));
    String words = GoingLive.sentence(why);
    transaction.executeWithoutResult(_ -> {
      int cleared =
          db.sql(
                  """
                  update watch_trip set cleared_at = ?, cleared_by = ?
                  where id = ? and cleared_at is null
                  """)
              .params(Timestamp.from(clock.instant()), by.id().value(), id)
              .update();
      if (cleared == 1) {
        records.append(
            What.TRIP_CLEARED,
            by.id().actor(),
            trip.record(),
            Map.of("rule", trip.rule(), "version", trip.version(), "why", words));
      }
    });
    return trip.rule();
  }
}
