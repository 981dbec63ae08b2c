package reeve.server.watch;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.rules.source.RuleSource.Then;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;
import reeve.server.watch.run.Finding;

/**
 * Rules that act and passed their limit: from then on they only surface, until a lead lets them go
 * on.
 */
@Component
final class Trips {
  private static final Kind TRIPPED = new Kind("watch.tripped", 1);

  private final JdbcClient db;
  private final Records records;
  private final InstantSource clock;

  Trips(JdbcClient db, Records records, InstantSource clock) {
    this.db = db;
    this.records = records;
    this.clock = clock;
  }

  /** Whether the rule may act now; over its limit it trips. In the caller's transaction. */
  boolean mayAct(Finding finding, Then.Act act) {
    if (finding.overLimit()) {
      trip(finding, act);
      return false;
    }
    return !tripped(finding.rule(), finding.version());
  }

  private boolean tripped(String rule, String version) {
    return db.sql(
            """
            select exists (select from watch_trip
                           where rule = ? and version = ? and cleared_at is null)
            """)
        .params(rule, version)
        .query(Boolean.class)
        .single();
  }

  private void trip(Finding finding, Then.Act act) {
    if (tripped(finding.rule(), finding.version())) {
      return;
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("rule", finding.rule());
    told.put("version", finding.version());
    told.put("event", finding.event());
    told.put("verdict", finding.id());
    told.put("measure", act.measure().name().toLowerCase(java.util.Locale.ROOT));
    RecordId record =
        records.append(new Entry(TRIPPED, null, new Actor.Worker("watch"), null, Map.of(), told));
    db.sql(
            """
            insert into watch_trip (rule, version, at, event, record)
            values (?, ?, ?::timestamptz, ?, ?)
            """)
        .params(
            finding.rule(),
            finding.version(),
            clock.instant().toString(),
            finding.event(),
            record.value())
        .update();
  }
}
