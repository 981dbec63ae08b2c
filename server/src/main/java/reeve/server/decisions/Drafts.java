package reeve.server.decisions;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseId;
import reeve.server.record.Actor;

/** What each reviewer has typed so far on each case. Gone with the decision. */
@Component
class Drafts {
  private final JdbcClient jdbc;
  private final InstantSource clock;

  Drafts(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void save(CaseId of, Actor.Staff by, DecisionForm form) {
    jdbc.sql(
            """
            INSERT INTO decision_draft (case_id, member, form, saved_at)
            VALUES (:case, :member, :form, :now)
            ON CONFLICT (case_id, member) DO UPDATE
              SET form = excluded.form, saved_at = excluded.saved_at
            """)
        .param("case", of.value())
        .param("member", by.id())
        .param("form", form.json())
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  Optional<DecisionForm> find(CaseId of, Actor.Staff by) {
    return jdbc.sql("SELECT form FROM decision_draft WHERE case_id = :case AND member = :member")
        .param("case", of.value())
        .param("member", by.id())
        .query((row, _) -> DecisionForm.read(row.getString(1)))
        .optional();
  }

  /** Everybody's drafts on a case. */
  void drop(CaseId of) {
    jdbc.sql("DELETE FROM decision_draft WHERE case_id = :case").param("case", of.value()).update();
  }
}
