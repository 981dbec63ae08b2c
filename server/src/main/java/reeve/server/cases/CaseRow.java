package reeve.server.cases;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.policy.PolicyId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** Reads a row of {@code cases}. */
final class CaseRow {
  /** Give it a WHERE clause over {@code c}. */
  static final String SELECT = selectFrom("cases");

  /** The same from something that has the columns of {@code cases}. */
  static String selectFrom(String rows) {
    return """
    select c.id, c.platform, c.account, coalesce(a.handle, c.account) as handle, c.origin, c.state,
           c.queue, c.policies, c.opened_at, nullif(c.due_at, 'infinity') as due_at,
           c.severity_s, c.reporters_s, c.reach_s, c.surfaced_s, c.reports, c.reporters,
           c.verdicts, c.rules, c.resembled_s, c.resemblances, c.opened_record,
           c.claim, c.holder, c.claim_until, c.outcome, c.outcome_record, c.closed_at
    from %s c left join account a on a.platform = c.platform and a.native_id = c.account
    """
        .formatted(rows);
  }

  private CaseRow() {}

  static Case map(ResultSet row, int number) throws SQLException {
    Instant opened = time(row, "opened_at", Instant.EPOCH);
    return new Case(
        new CaseId(row.getLong("id")),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        row.getString("handle"),
        Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
        Case.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new QueueId(row.getString("queue")),
        policies(row.getArray("policies")),
        opened,
        time(row, "due_at", opened),
        new Priority(
            Duration.ofSeconds(row.getInt("severity_s")),
            Duration.ofSeconds(row.getInt("reporters_s")),
            Duration.ofSeconds(row.getInt("reach_s")),
            Duration.ofSeconds(row.getInt("surfaced_s")),
            Duration.ofSeconds(row.getInt("resembled_s"))),
        row.getInt("reports"),
        row.getInt("reporters"),
        row.getInt("verdicts"),
        row.getInt("rules"),
        row.getInt("resemblances"),
        new RecordId(row.getObject("opened_record", UUID.class)),
        claim(row),
        outcome(row));
  }

  private static Case.@Nullable Claim claim(ResultSet row) throws SQLException {
    UUID claim = row.getObject("claim", UUID.class);
    if (claim == null) {
      return null;
    }
    return new Case.Claim(
        new ClaimId(claim),
        new Actor.Staff(row.getObject("holder", UUID.class)),
        time(row, "claim_until", Instant.EPOCH));
  }

  private static Case.@Nullable Outcome outcome(ResultSet row) throws SQLException {
    String words = row.getString("outcome");
    if (words == null) {
      return null;
    }
    return new Case.Outcome(
        words,
        new RecordId(row.getObject("outcome_record", UUID.class)),
        time(row, "closed_at", Instant.EPOCH));
  }

  static Instant time(ResultSet row, String column, Instant otherwise) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? otherwise : at.toInstant();
  }

  static List<PolicyId> policies(Array array) throws SQLException {
    return Arrays.stream(strings(array)).map(PolicyId::new).toList();
  }

  static String[] strings(Array array) throws SQLException {
    return (String[]) array.getArray();
  }
}
