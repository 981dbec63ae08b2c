package reeve.server.decisions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** The decisions that wait for a lead's written agreement. */
@Component
class Proposals {
  static final Kind PROPOSED = new Kind("decisions.proposed", 1);

  /** So long the case is given to nobody else; afterwards it waits in its queue again. */
  static final Duration PARKED = Duration.ofHours(24);

  private final JdbcClient jdbc;
  private final Cases cases;
  private final Records records;
  private final InstantSource clock;

  Proposals(JdbcClient jdbc, Cases cases, Records records, InstantSource clock) {
    this.jdbc = jdbc;
    this.cases = cases;
    this.records = records;
    this.clock = clock;
  }

  /** Puts a decision before the leads, in place of one that waits already on that case. */
  @Transactional(propagation = Propagation.MANDATORY)
  void propose(Case of, Actor.Staff by, DecisionForm form, Ruling ruling) {
    Instant now = clock.instant();
    overtake(of.id());
    RecordId record =
        records.append(
            new Entry(
                PROPOSED,
                of.account(),
                by,
                of.opened(),
                Map.of(),
                Map.of("case", of.id().value(), "actions", Phrases.of(ruling.measures()))));
    jdbc.sql(
            """
            INSERT INTO decision_proposal (id, case_id, form, proposed_by, proposed_at, record)
            VALUES (:id, :case, :form, :by, :now, :record)
            """)
        .param("id", UUID.randomUUID())
        .param("case", of.id().value())
        .param("form", form.json())
        .param("by", by.id())
        .param("now", Timestamp.from(now))
        .param("record", record.value())
        .update();
    cases.park(of.id(), now.plus(PARKED));
  }

  /** Closes what waits on a case that is decided otherwise. */
  void overtake(CaseId of) {
    jdbc.sql(
            """
            UPDATE decision_proposal SET state = 'overtaken', closed_at = :now
             WHERE case_id = :case AND state = 'waiting'
            """)
        .param("now", Timestamp.from(clock.instant()))
        .param("case", of.value())
        .update();
  }

  /** Closes one that waits and is locked. */
  void close(UUID id, Proposal.State state, Actor.Staff lead, String words) {
    jdbc.sql(
            """
            UPDATE decision_proposal
               SET state = :state, lead = :lead, words = :words, closed_at = :now
             WHERE id = :id
            """)
        .param("state", state.name().toLowerCase(Locale.ROOT))
        .param("lead", lead.id())
        .param("words", words)
        .param("now", Timestamp.from(clock.instant()))
        .param("id", id)
        .update();
  }

  List<Proposal> waiting() {
    return jdbc.sql(
            """
            SELECT * FROM decision_proposal WHERE state = 'waiting' ORDER BY proposed_at LIMIT 100
            """)
        .query(Proposals::map)
        .list();
  }

  Optional<Proposal> find(UUID id) {
    return jdbc.sql("SELECT * FROM decision_proposal WHERE id = :id")
        .param("id", id)
        .query(Proposals::map)
        .optional();
  }

  Optional<Proposal> lock(UUID id) {
    return jdbc.sql("SELECT * FROM decision_proposal WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(Proposals::map)
        .optional();
  }

  /** The newest on a case. */
  Optional<Proposal> newest(CaseId of) {
    return jdbc.sql(
            """
            SELECT * FROM decision_proposal WHERE case_id = :case
             ORDER BY proposed_at DESC LIMIT 1
            """)
        .param("case", of.value())
        .query(Proposals::map)
        .optional();
  }

  private static Proposal map(ResultSet row, int number) throws SQLException {
    return new Proposal(
        row.getObject("id", UUID.class),
        new CaseId(row.getLong("case_id")),
        DecisionForm.read(row.getString("form")),
        new Actor.Staff(row.getObject("proposed_by", UUID.class)),
        row.getTimestamp("proposed_at").toInstant(),
        new RecordId(row.getObject("record", UUID.class)),
        Proposal.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("words"));
  }
}
