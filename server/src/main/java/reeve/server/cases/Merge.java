package reeve.server.cases;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Moves what a closed case holds into the account's open one. */
@Component
final class Merge {
  private final JdbcClient db;

  Merge(JdbcClient db) {
    this.db = db;
  }

  /** Both rows are locked by the caller. The older first sign and the earlier due time win. */
  void into(CaseId from, CaseId to) {
    for (String table : new String[] {"report", "evidence", "resemblance", "case_log"}) {
      db.sql("update " + table + " set case_id = ? where case_id = ?")
          .params(to.value(), from.value())
          .update();
    }
    db.sql(
            """
            insert into flagged_post (case_id, native_id, digest, flagged_at, body, mentions, sealed)
            select ?, native_id, digest, flagged_at, body, mentions, sealed
            from flagged_post where case_id = ?
            on conflict do nothing
            """)
        .params(to.value(), from.value())
        .update();
    db.sql("delete from flagged_post where case_id = ?").param(from.value()).update();
    db.sql(
            """
            update cases c
            set opened_at = least(c.opened_at, o.opened_at),
                due_at = least(c.due_at, o.due_at),
                reports = c.reports + o.reports,
                reporters = (select count(distinct reporter) from report where case_id = c.id),
                weight = c.weight + o.weight,
                severity_s = greatest(c.severity_s, o.severity_s),
                queue = case when o.severity_s > c.severity_s then o.queue else c.queue end,
                policies = array(select distinct p from unnest(c.policies || o.policies) p),
                reporters_s = greatest(c.reporters_s, o.reporters_s),
                surfaced_s = greatest(c.surfaced_s, o.surfaced_s),
                verdicts = c.verdicts + o.verdicts,
                resembled_s = greatest(c.resembled_s, o.resembled_s),
                resemblances = c.resemblances + o.resemblances,
                rules = (select count(distinct rule) from evidence where case_id = c.id),
                rule_weight = (select coalesce(sum(weight), 0)
                               from (select max(weight) as weight from evidence
                                     where case_id = c.id and not over_limit group by rule) r),
                priority = greatest(c.severity_s, o.severity_s)
                  + greatest(c.reporters_s, o.reporters_s) + c.reach_s
                  + greatest(c.surfaced_s, o.surfaced_s)
                  + greatest(c.resembled_s, o.resembled_s)
                  - floor(extract(epoch from least(c.opened_at, o.opened_at)))::bigint
            from cases o
            where c.id = ? and o.id = ?
            """)
        .params(to.value(), from.value())
        .update();
    db.sql("update cases set state = 'merged', merged_into = ?, outcome = null where id = ?")
        .params(to.value(), from.value())
        .update();
  }
}
