package reeve.server.cases;

import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What happened to a case, as sentences without names. */
@Component
final class CaseLog {
  private final JdbcClient db;

  CaseLog(JdbcClient db) {
    this.db = db;
  }

  void add(long caseId, Instant at, String words) {
    db.sql("insert into case_log (case_id, at, words) values (?, ?::timestamptz, ?)")
        .params(caseId, at.toString(), words)
        .update();
  }

  /**
   * What happened after a moment, new reports and verdicts included; oldest first, the last 50 at
   * most.
   */
  List<Grip.Happening> since(long caseId, Instant from) {
    return db.sql(
            """
            select at, words from (
              select at, words from case_log where case_id = :case and at > :from::timestamptz
              union all
              select max(at), case count(*) when 1 then 'One more report came in.'
                                            else count(*) || ' more reports came in.' end
              from report where case_id = :case and at > :from::timestamptz having count(*) > 0
              union all
              select max(at), case count(*) when 1 then 'A rule surfaced the account.'
                                            else 'Rules surfaced the account ' || count(*)
                                                 || ' times.' end
              from evidence where case_id = :case and at > :from::timestamptz having count(*) > 0
              union all
              select max(at), 'It was found to resemble other accounts.'
              from resemblance where case_id = :case and at > :from::timestamptz having count(*) > 0
              order by at desc limit 50) last
            order by at
            """)
        .param("case", caseId)
        .param("from", from.toString())
        .query((row, _) -> new Grip.Happening(row.getTimestamp(1).toInstant(), row.getString(2)))
        .list();
  }
}
