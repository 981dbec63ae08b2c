package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;

@Component
final class PostgresOutcomes implements Outcomes {
  private final JdbcClient db;

  PostgresOutcomes(JdbcClient db) {
    this.db = db;
  }

  @Override
  public Map<AccountRef, Outcome> of(Collection<AccountRef> accounts) {
    Map<AccountRef, Outcome> found = new HashMap<>();
    db.sql(
            """
            select c.platform, c.account, c.id, c.origin, c.opened_at, c.reports, c.state, c.judged,
                   c.overturned, c.outcome,
                   array(select distinct e.rule from evidence e where e.case_id = c.id) as rules
            from unnest(?::text[], ?::text[]) as k (platform, account)
            cross join lateral (
              select * from cases c
              where c.platform = k.platform and c.account = k.account and c.state <> 'merged'
              order by c.id desc limit 1) c
            """)
        .params(
            accounts.stream().map(it -> it.platform().value()).toArray(String[]::new),
            accounts.stream().map(AccountRef::nativeId).toArray(String[]::new))
        .query(row -> {
          found.put(account(row), outcome(row));
        });
    return found;
  }

  private static AccountRef account(ResultSet row) throws SQLException {
    return new AccountRef(new PlatformId(row.getString("platform")), row.getString("account"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    return new Outcome(
        new CaseId(row.getLong("id")),
        Origin.valueOf(row.getString("origin").toUpperCase(Locale.ROOT)),
        row.getTimestamp("opened_at").toInstant(),
        row.getInt("reports"),
        new TreeSet<>(Arrays.asList(CaseRow.strings(row.getArray("rules")))),
        judged(row),
        row.getString("outcome"));
  }

  /** As the scores of rules count it. */
  private static Judged judged(ResultSet row) throws SQLException {
    if (row.getString("state").equals("open")) {
      return Judged.WAITS;
    }
    Boolean violation = row.getObject("judged", Boolean.class);
    if (violation == null) {
      return Judged.OPEN;
    }
    return row.getBoolean("overturned")
        ? Judged.OVERTURNED
        : violation ? Judged.VIOLATION : Judged.NO_VIOLATION;
  }

  @Override
  public List<Found> foundBy(String rule, int most) {
    return db.sql(
            """
            select c.platform, c.account, (array_agg(e.version order by e.at desc))[1] as version, count(*) as verdicts,
                   count(*) filter (where e.over_limit) as over, max(e.at) as newest
            from evidence e join cases c on c.id = e.case_id where e.rule = ?
            group by c.platform, c.account order by newest desc, c.account limit ?
            """)
        .params(rule, most)
        .query((row, _) ->
            new Found(
                account(row),
                row.getString("version"),
                row.getLong("verdicts"),
                row.getLong("over"),
                row.getTimestamp("newest").toInstant()))
        .list();
  }
}
