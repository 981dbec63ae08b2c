package reeve.server.decisions;

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

/** Statements for the DSA Transparency Database, and which of them it has. */
@Component
class StatementRows {
  private static final int LISTED = 100;

  private final JdbcClient jdbc;

  StatementRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Where a statement is. */
  enum State {
    WAITING("Waiting"),
    /** Sent, and the answer is not known: it is asked for before it is sent again. */
    ASKED("Being asked for"),
    SENT("Delivered"),
    FAILED("Refused"),
    DROPPED("Not sent");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State ofCode(@Nullable String code) {
      for (State state : values()) {
        if (state.code().equals(code)) {
          return state;
        }
      }
      return FAILED;
    }
  }

  /**
   * A statement as it stands.
   *
   * @param words of the database, or of who dropped it
   */
  record Row(
      DecisionId decision,
      String puid,
      String body,
      State state,
      int tries,
      Instant nextTry,
      String words,
      Instant madeAt,
      @Nullable Instant closedAt) {}

  /** How many there are in a state. */
  record Count(State state, long count) {}

  /** Decisions that left and were not looked at yet, locked until the transaction ends. */
  List<DecisionId> unstated(Instant leftBefore, int most) {
    return jdbc.sql(
            """
            SELECT id FROM decision WHERE NOT stated AND leaves_at <= :before
             ORDER BY leaves_at LIMIT :most FOR UPDATE SKIP LOCKED
            """)
        .param("before", Timestamp.from(leftBefore))
        .param("most", most)
        .query((row, _) -> new DecisionId(row.getObject(1, UUID.class)))
        .list();
  }

  void stated(Collection<DecisionId> decisions) {
    jdbc.sql("UPDATE decision SET stated = true WHERE id = ANY (:ids)")
        .param("ids", decisions.stream().map(DecisionId::value).toArray(UUID[]::new))
        .update();
  }

  void add(DecisionId decision, String puid, String body, Instant now) {
    jdbc.sql(
            """
            INSERT INTO decision_statement (decision, puid, body, next_try, made_at)
            VALUES (:decision, :puid, :body, :now, :now) ON CONFLICT DO NOTHING
            """)
        .param("decision", decision.value())
        .param("puid", puid)
        .param("body", body)
        .param("now", Timestamp.from(now))
        .update();
  }

  /** Those whose end is not known, and whose time to be asked about has come. */
  List<Row> asked(Instant now, int most) {
    return jdbc.sql(
            """
            SELECT * FROM decision_statement WHERE state = 'asked' AND next_try <= :now
             ORDER BY next_try, decision LIMIT :most
            """)
        .param("now", Timestamp.from(now))
        .param("most", most)
        .query(StatementRows::map)
        .list();
  }

  /** The next batch, marked as sent with an unknown end. */
  List<Row> take(Instant now, Instant askAt, int most) {
    return jdbc.sql(
            """
            UPDATE decision_statement s
               SET state = 'asked', tries = s.tries + 1, next_try = :ask
              FROM (SELECT decision, alone, row_number() OVER (ORDER BY alone DESC, made_at, decision)
                             AS place, bool_or(alone) OVER () AS any_alone
                      FROM decision_statement
                     WHERE state = 'waiting' AND next_try <= :now
                     ORDER BY alone DESC, made_at, decision LIMIT :most) due
             WHERE s.decision = due.decision AND (due.place = 1 OR NOT due.any_alone)
            RETURNING s.*
            """)
        .param("now", Timestamp.from(now))
        .param("ask", Timestamp.from(askAt))
        .param("most", most)
        .query(StatementRows::map)
        .list();
  }

  /** Has them sent again, or asked for again, later. */
  void put(Collection<Row> rows, State state, boolean alone, String words, Instant nextTry) {
    jdbc.sql(
            """
            UPDATE decision_statement
               SET state = :state, alone = alone OR :alone, words = :words, next_try = :next
             WHERE decision = ANY (:ids) AND state = 'asked'
            """)
        .param("state", state.code())
        .param("alone", alone)
        .param("words", words)
        .param("next", Timestamp.from(nextTry))
        .param("ids", ids(rows))
        .update();
  }

  void close(Collection<Row> rows, State state, String words, Instant now) {
    jdbc.sql(
            """
            UPDATE decision_statement SET state = :state, words = :words, closed_at = :now
             WHERE decision = ANY (:ids) AND state NOT IN ('sent', 'dropped')
            """)
        .param("state", state.code())
        .param("words", words)
        .param("now", Timestamp.from(now))
        .param("ids", ids(rows))
        .update();
  }

  /** Has one that was refused sent again, made anew. */
  void renew(DecisionId decision, String body, Instant now) {
    jdbc.sql(
            """
            UPDATE decision_statement
               SET state = 'waiting', body = :body, alone = true, closed_at = NULL, next_try = :now
             WHERE decision = :id AND state = 'failed'
            """)
        .param("body", body)
        .param("now", Timestamp.from(now))
        .param("id", decision.value())
        .update();
  }

  Optional<Row> lock(DecisionId decision) {
    return jdbc.sql("SELECT * FROM decision_statement WHERE decision = ? FOR UPDATE")
        .param(decision.value())
        .query(StatementRows::map)
        .optional();
  }

  List<Row> in(State state) {
    return jdbc.sql(
            "SELECT * FROM decision_statement WHERE state = :state"
                + " ORDER BY coalesce(closed_at, made_at) DESC, decision LIMIT "
                + LISTED)
        .param("state", state.code())
        .query(StatementRows::map)
        .list();
  }

  List<Count> counts() {
    return jdbc.sql("SELECT state, count(*) FROM decision_statement GROUP BY state")
        .query((row, _) -> new Count(State.ofCode(row.getString(1)), row.getLong(2)))
        .list();
  }

  /** A page of all that were made, in their order; the first where nothing came before. */
  List<Row> after(@Nullable Row last, int most) {
    return jdbc.sql(
            """
            SELECT * FROM decision_statement
             WHERE CAST(:at AS timestamptz) IS NULL
                OR (made_at, decision) > (CAST(:at AS timestamptz), CAST(:id AS uuid))
             ORDER BY made_at, decision LIMIT :most
            """)
        .param("at", last == null ? null : Timestamp.from(last.madeAt()))
        .param("id", last == null ? null : last.decision().value())
        .param("most", most)
        .query(StatementRows::map)
        .list();
  }

  private static UUID[] ids(Collection<Row> rows) {
    return rows.stream().map(it -> it.decision().value()).toArray(UUID[]::new);
  }

  private static Row map(ResultSet row, int number) throws SQLException {
    Timestamp closed = row.getTimestamp("closed_at");
    return new Row(
        new DecisionId(row.getObject("decision", UUID.class)),
        row.getString("puid"),
        row.getString("body"),
        State.ofCode(row.getString("state")),
        row.getInt("tries"),
        row.getTimestamp("next_try").toInstant(),
        row.getString("words"),
        row.getTimestamp("made_at").toInstant(),
        closed == null ? null : closed.toInstant());
  }
}
