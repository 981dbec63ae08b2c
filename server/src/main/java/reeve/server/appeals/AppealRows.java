package reeve.server.appeals;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseId;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.OpenAppeals;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** The rows of {@code appeal} and {@code appeal_voice}. */
@Component
class AppealRows implements OpenAppeals {
  private final JdbcClient jdbc;

  AppealRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void open(Appeal appeal) {
    CaseId of = appeal.caseId();
    jdbc.sql(
            """
            INSERT INTO appeal (id, decision, case_id, side, filed_at, due_at, record)
            VALUES (:id, :decision, :case, :side, :filed, :due, :record)
            """)
        .param("id", appeal.id())
        .param("decision", appeal.decision().value())
        .param("case", of == null ? null : of.value())
        .param("side", appeal.side().code())
        .param("filed", Timestamp.from(appeal.filedAt()))
        .param("due", Timestamp.from(appeal.dueAt()))
        .param("record", appeal.record().value())
        .update();
  }

  void add(Voice voice) {
    jdbc.sql(
            """
            INSERT INTO appeal_voice (id, appeal, letter, platform, account, text, filed_at, heard,
                                      why)
            VALUES (:id, :appeal, :letter, :platform, :account, :text, :filed, :heard, :why)
            """)
        .param("id", voice.id())
        .param("appeal", voice.appeal())
        .param("letter", voice.letter())
        .param("platform", voice.by().platform().value())
        .param("account", voice.by().nativeId())
        .param("text", voice.text())
        .param("filed", Timestamp.from(voice.filedAt()))
        .param("heard", voice.heard().code())
        .param("why", voice.why())
        .update();
  }

  Optional<Appeal> find(UUID id) {
    return one("WHERE id = :id", id);
  }

  Optional<Appeal> lock(UUID id) {
    return one("WHERE id = :id FOR UPDATE", id);
  }

  Optional<Appeal> lockOf(DecisionId decision) {
    return one("WHERE decision = :id FOR UPDATE", decision.value());
  }

  private Optional<Appeal> one(String which, UUID id) {
    return jdbc.sql("SELECT * FROM appeal " + which)
        .param("id", id)
        .query(AppealRows::appeal)
        .optional();
  }

  @Override
  public boolean anyOf(Collection<DecisionId> decisions) {
    return !decisions.isEmpty()
        && jdbc.sql(
                """
                SELECT EXISTS (SELECT 1 FROM appeal
                                WHERE decision = ANY (:decisions) AND state = 'open')
                """)
            .param("decisions", decisions.stream().map(DecisionId::value).toArray(UUID[]::new))
            .query(Boolean.class)
            .single();
  }

  /** The open ones, the most urgent first. */
  List<Appeal> open() {
    return jdbc.sql("SELECT * FROM appeal WHERE state = 'open' ORDER BY due_at LIMIT 200")
        .query(AppealRows::appeal)
        .list();
  }

  /** Those that were decided last. */
  List<Appeal> decided() {
    return jdbc.sql(
            "SELECT * FROM appeal WHERE state = 'decided' ORDER BY decided_at DESC LIMIT 50")
        .query(AppealRows::appeal)
        .list();
  }

  /** Locks an open appeal that nobody hears now; empty where somebody else does, or was quicker. */
  Optional<Appeal> free(UUID id, Instant now) {
    return jdbc.sql(
            """
            SELECT * FROM appeal
             WHERE id = :id AND state = 'open'
               AND (claimed_until IS NULL OR claimed_until <= :now)
             FOR UPDATE SKIP LOCKED
            """)
        .param("id", id)
        .param("now", Timestamp.from(now))
        .query(AppealRows::appeal)
        .optional();
  }

  void claim(UUID id, Actor.Staff by, Instant until) {
    jdbc.sql("UPDATE appeal SET claimed_by = :by, claimed_until = :until WHERE id = :id")
        .param("by", by.id())
        .param("until", Timestamp.from(until))
        .param("id", id)
        .update();
  }

  void handBack(UUID id, Actor.Staff by) {
    jdbc.sql(
            """
            UPDATE appeal SET claimed_by = NULL, claimed_until = NULL
             WHERE id = :id AND claimed_by = :by AND state = 'open'
            """)
        .param("by", by.id())
        .param("id", id)
        .update();
  }

  void invited(UUID id, Instant now) {
    jdbc.sql("UPDATE appeal SET guest_invited = :now WHERE id = :id")
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  void end(UUID id, Appeal.Ending ending) {
    DecisionId replacement = ending.replacement();
    jdbc.sql(
            """
            UPDATE appeal
               SET state = 'decided', outcome = :outcome, reason = :reason, note = :note,
                   decided_by = :by, decided_at = :at, leaves_at = :leaves,
                   decided_record = :record, second_person = :second, new_decision = :new
             WHERE id = :id
            """)
        .param("outcome", ending.outcome().code())
        .param("reason", ending.reason())
        .param("note", ending.note())
        .param("by", ending.by().id())
        .param("at", Timestamp.from(ending.at()))
        .param("leaves", Timestamp.from(ending.leavesAt()))
        .param("record", ending.record().value())
        .param("second", ending.secondPerson())
        .param("new", replacement == null ? null : replacement.value())
        .param("id", id)
        .update();
  }

  /** Opens a decided one again, for who decided it; reason and note stay as a draft. */
  void reopen(UUID id, Instant claimedUntil) {
    jdbc.sql(
            """
            UPDATE appeal
               SET state = 'open', claimed_by = decided_by, claimed_until = :until, outcome = NULL,
                   decided_by = NULL, decided_at = NULL, leaves_at = NULL, decided_record = NULL,
                   second_person = NULL, new_decision = NULL
             WHERE id = :id
            """)
        .param("until", Timestamp.from(claimedUntil))
        .param("id", id)
        .update();
  }

  void takeBack(UUID id) {
    jdbc.sql("UPDATE appeal SET state = 'taken-back' WHERE id = :id").param("id", id).update();
  }

  /** What was said in an appeal, oldest first. */
  List<Voice> voices(UUID appeal) {
    return jdbc.sql("SELECT * FROM appeal_voice WHERE appeal = :id ORDER BY filed_at, id")
        .param("id", appeal)
        .query(AppealRows::voice)
        .list();
  }

  /** What was set aside and nobody has looked at, newest first. */
  List<Voice> setAside() {
    return jdbc.sql(
            """
            SELECT * FROM appeal_voice WHERE heard = 'set-aside' AND seen_at IS NULL
             ORDER BY filed_at DESC LIMIT 100
            """)
        .query(AppealRows::voice)
        .list();
  }

  void seen(UUID voice, Instant now) {
    jdbc.sql("UPDATE appeal_voice SET seen_at = :now WHERE id = :id AND heard = 'set-aside'")
        .param("now", Timestamp.from(now))
        .param("id", voice)
        .update();
  }

  private static Appeal appeal(ResultSet row, int number) throws SQLException {
    long caseId = row.getLong("case_id");
    boolean ofCase = !row.wasNull();
    UUID claimedBy = row.getObject("claimed_by", UUID.class);
    Timestamp claimedUntil = row.getTimestamp("claimed_until");
    Timestamp invited = row.getTimestamp("guest_invited");
    return new Appeal(
        row.getObject("id", UUID.class),
        new DecisionId(row.getObject("decision", UUID.class)),
        ofCase ? new CaseId(caseId) : null,
        Appeal.Side.valueOf(row.getString("side").toUpperCase(Locale.ROOT)),
        row.getTimestamp("filed_at").toInstant(),
        row.getTimestamp("due_at").toInstant(),
        new RecordId(row.getObject("record", UUID.class)),
        Appeal.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT).replace('-', '_')),
        claimedBy == null || claimedUntil == null
            ? null
            : new Appeal.Claim(new Actor.Staff(claimedBy), claimedUntil.toInstant()),
        invited == null ? null : invited.toInstant(),
        ending(row));
  }

  private static Appeal.@Nullable Ending ending(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    if (outcome == null) {
      return null;
    }
    UUID replacement = row.getObject("new_decision", UUID.class);
    return new Appeal.Ending(
        Appeal.Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        row.getString("note"),
        new Actor.Staff(row.getObject("decided_by", UUID.class)),
        row.getTimestamp("decided_at").toInstant(),
        row.getTimestamp("leaves_at").toInstant(),
        new RecordId(row.getObject("decided_record", UUID.class)),
        row.getBoolean("second_person"),
        replacement == null ? null : new DecisionId(replacement));
  }

  private static Voice voice(ResultSet row, int number) throws SQLException {
    return new Voice(
        row.getObject("id", UUID.class),
        row.getObject("appeal", UUID.class),
        row.getString("letter"),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("text"),
        row.getTimestamp("filed_at").toInstant(),
        Voice.Heard.of(row.getString("heard")),
        row.getString("why"));
  }
}
