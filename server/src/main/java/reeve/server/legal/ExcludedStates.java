package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;

/**
 * The states whose authorities are told nothing unasked. Legal's own list; a change is a record.
 */
@Component
class ExcludedStates {
  static final Kind EXCLUDED = new Kind("legal.state-excluded", 1);
  static final Kind ADMITTED = new Kind("legal.state-admitted", 1);

  private static final int WHY_MOST = 2_000;

  private final JdbcClient jdbc;
  private final Records records;
  private final InstantSource clock;

  ExcludedStates(JdbcClient jdbc, Records records, InstantSource clock) {
    this.jdbc = jdbc;
    this.records = records;
    this.clock = clock;
  }

  /** A state that is excluded, why, and by whom of the staff. */
  record Excluded(String state, String why, UUID by, Instant at) {}

  List<Excluded> all() {
    return jdbc.sql(
            "SELECT state, why, excluded_by, excluded_at FROM legal_excluded_state ORDER BY state")
        .query((row, _) ->
            new Excluded(
                row.getString(1),
                row.getString(2),
                row.getObject(3, UUID.class),
                row.getTimestamp(4).toInstant()))
        .list();
  }

  /** Of two capitals. */
  boolean contains(String state) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM legal_excluded_state WHERE state = ?)")
        .param(state)
        .query(Boolean.class)
        .single();
  }

  /** From now on no authority of this state is told anything unasked. */
  @Transactional
  void exclude(String typed, String why, Member by) {
    String state = Registry.state(typed);
    String words = Registry.text(why, WHY_MOST, "Say why this state is told nothing.");
    int added =
        jdbc.sql(
                """
                INSERT INTO legal_excluded_state (state, why, excluded_by, excluded_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                """)
            .params(state, words, by.id().value(), Timestamp.from(clock.instant()))
            .update();
    if (added == 0) {
      throw Registry.bad(state + " is excluded already.");
    }
    append(EXCLUDED, state, words, by);
  }

  /** Its authorities may be told again. */
  @Transactional
  void admit(String typed, String why, Member by) {
    String state = Registry.state(typed);
    String words = Registry.text(why, WHY_MOST, "Say why this state may be told again.");
    if (jdbc.sql("DELETE FROM legal_excluded_state WHERE state = ?").param(state).update() == 0) {
      throw new Refused(LegalProblem.NOT_OPEN, state + " is not excluded. Reload the page.");
    }
    append(ADMITTED, state, words, by);
  }

  private void append(Kind kind, String state, String why, Member by) {
    records.append(
        new Entry(kind, null, by.id().actor(), null, Map.of(), Map.of("state", state, "why", why)));
  }
}
