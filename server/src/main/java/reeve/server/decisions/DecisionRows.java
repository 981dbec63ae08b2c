package reeve.server.decisions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.cases.CaseId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action.ProfileField;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** Reads decisions, and moves them through their states. */
@Component
class DecisionRows implements PastDecisions {
  private final JdbcClient jdbc;

  DecisionRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Decision> find(DecisionId id) {
    return jdbc.sql("SELECT * FROM decision WHERE id = :id")
        .param("id", id.value())
        .query(DecisionRows::map)
        .optional();
  }

  /** Finds and locks until the caller's transaction ends. */
  Optional<Decision> lock(DecisionId id) {
    return jdbc.sql("SELECT * FROM decision WHERE id = :id FOR UPDATE")
        .param("id", id.value())
        .query(DecisionRows::map)
        .optional();
  }

  /** The decisions on a case, newest first. */
  List<Decision> of(CaseId id) {
    return jdbc.sql("SELECT * FROM decision WHERE case_id = :id ORDER BY decided_at DESC, id")
        .param("id", id.value())
        .query(DecisionRows::map)
        .list();
  }

  @Override
  public List<Decision> on(AccountRef account, int most) {
    return jdbc.sql(
            """
            SELECT * FROM decision
             WHERE platform = :platform AND account = :account AND state <> 'withdrawn'
             ORDER BY decided_at DESC, id LIMIT :most
            """)
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .param("most", most)
        .query(DecisionRows::map)
        .list();
  }

  /** The decisions on accounts that had this name when decided, newest first. */
  List<Decision> on(String handle, int most) {
    return jdbc.sql(
            """
            SELECT * FROM decision WHERE lower(handle) = lower(:handle)
             ORDER BY decided_at DESC, id LIMIT :most
            """)
        .param("handle", handle)
        .param("most", most)
        .query(DecisionRows::map)
        .list();
  }

  /** What rules decided without a person, newest first. */
  List<Decision> byRules(int most) {
    return jdbc.sql(
            "SELECT * FROM decision WHERE rule IS NOT NULL ORDER BY decided_at DESC, id LIMIT :most")
        .param("most", most)
        .query(DecisionRows::map)
        .list();
  }

  /**
   * What was decided on an account before.
   *
   * @param inForce whether it is limited or suspended by one that stands
   * @param takenBack whether a person took back, or changed, what the rule had decided
   */
  record Past(List<DecisionId> decisions, boolean inForce, boolean takenBack) {}

  Past past(AccountRef account, String rule, Instant now) {
    return jdbc.sql(
            """
            SELECT coalesce(array_agg(id), '{}') AS decisions,
                   coalesce(bool_or(
                     state = 'standing' AND (until IS NULL OR until > :now)
                     AND string_to_array(measures, ',')
                       && ARRAY['limit', 'suspend-temporarily', 'suspend-permanently']),
                     false) AS in_force,
                   coalesce(bool_or(rule = :rule AND state <> 'standing'), false) AS taken_back
              FROM decision WHERE platform = :platform AND account = :account
            """)
        .param("now", Timestamp.from(now))
        .param("rule", rule)
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .query((row, _) ->
            new Past(
                Stream.of((UUID[]) row.getArray("decisions").getArray())
                    .map(DecisionId::new)
                    .toList(),
                row.getBoolean("in_force"),
                row.getBoolean("taken_back")))
        .single();
  }

  /** The member's newest decision that has not left yet. */
  Optional<Decision> withheld(Actor.Staff member, Instant now) {
    return jdbc.sql(
            """
            SELECT * FROM decision
             WHERE decided_by = :member AND batch IS NULL AND leaves_at > :now
               AND state = 'standing'
             ORDER BY leaves_at DESC LIMIT 1
            """)
        .param("member", member.id())
        .param("now", Timestamp.from(now))
        .query(DecisionRows::map)
        .optional();
  }

  /** The form that a decision was made of; empty for one of a batch. */
  Optional<DecisionForm> form(DecisionId id) {
    return jdbc.sql("SELECT form FROM decision WHERE id = :id AND form IS NOT NULL")
        .param("id", id.value())
        .query((row, _) -> DecisionForm.read(row.getString(1)))
        .optional();
  }

  void move(DecisionId id, Decision.State state) {
    jdbc.sql("UPDATE decision SET state = :state WHERE id = :id")
        .param("state", state.name().toLowerCase(Locale.ROOT))
        .param("id", id.value())
        .update();
  }

  private static Decision map(ResultSet row, int number) throws SQLException {
    long caseId = row.getLong("case_id");
    boolean ofCase = !row.wasNull();
    String clause = row.getString("clause");
    String answer = row.getString("protected_speech");
    UUID decidedBy = row.getObject("decided_by", UUID.class);
    String rule = row.getString("rule");
    UUID agreedBy = row.getObject("agreed_by", UUID.class);
    UUID replaces = row.getObject("replaces", UUID.class);
    return new Decision(
        new DecisionId(row.getObject("id", UUID.class)),
        row.getObject("bundle", UUID.class),
        ofCase ? new CaseId(caseId) : null,
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("handle"),
        Origin.valueOf(row.getString("origin")),
        Source.ofCode(row.getString("source")),
        split(row.getString("measures"), ",")
            .flatMap(code -> FormCheck.measure(code).stream())
            .collect(Collectors.toSet()),
        clause == null ? null : ClauseId.parse(clause),
        row.getInt("policy_version"),
        split(row.getString("posts"), "\n").toList(),
        split(row.getString("fields"), ",").map(ProfileField::valueOf).collect(Collectors.toSet()),
        instant(row, "until"),
        answer == null ? null : ProtectedSpeech.ofCode(answer).orElse(null),
        row.getString("to_holder"),
        row.getString("note"),
        decidedBy == null ? null : new Actor.Staff(decidedBy),
        rule == null ? null : new Decision.Rule(rule, row.getString("rule_version")),
        agreedBy == null ? null : new Actor.Staff(agreedBy),
        row.getString("agreement"),
        row.getBoolean("second_person"),
        row.getTimestamp("decided_at").toInstant(),
        row.getTimestamp("leaves_at").toInstant(),
        row.getTimestamp("appeal_until").toInstant(),
        Decision.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        replaces == null ? null : new DecisionId(replaces),
        new RecordId(row.getObject("record", UUID.class)));
  }

  private static Stream<String> split(String joined, String by) {
    return joined.isEmpty() ? Stream.of() : Stream.of(joined.split(by));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
