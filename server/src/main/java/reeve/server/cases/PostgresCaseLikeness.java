package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

@Component
final class PostgresCaseLikeness implements CaseLikeness {
  private final JdbcClient db;
  private final InstantSource clock;

  PostgresCaseLikeness(JdbcClient db, InstantSource clock) {
    this.db = db;
    this.clock = clock;
  }

  private static AccountRef account(ResultSet row) throws SQLException {
    return new AccountRef(new PlatformId(row.getString("platform")), row.getString("account"));
  }

  @Override
  public Map<AccountRef, Past> pasts(Collection<AccountRef> accounts) {
    Map<AccountRef, Past> pasts = new HashMap<>();
    db.sql(
            """
            select k.platform, k.account, c.*
            from (select distinct * from unnest(?::text[], ?::text[]) u (platform, account)) k
            cross join lateral (
              select (array_agg(c.id order by c.state = 'open' desc, c.id desc))[1] as newest,
                     bool_or(c.state = 'open') as open,
                     count(*) filter (where c.state = 'closed'
                                        and (not c.judged or c.overturned)) as cleared,
                     (array_agg(c.outcome order by c.id desc)
                        filter (where c.state = 'closed'))[1] as outcome
              from cases c where c.platform = k.platform and c.account = k.account
                and c.state <> 'merged') c
            where c.newest is not null
            """)
        .params(
            accounts.stream().map(it -> it.platform().value()).toArray(String[]::new),
            accounts.stream().map(AccountRef::nativeId).toArray(String[]::new))
        .query(row -> {
          pasts.put(
              account(row),
              new Past(
                  new CaseId(row.getLong("newest")),
                  row.getBoolean("open"),
                  row.getString("outcome"),
                  row.getInt("cleared")));
        });
    return pasts;
  }

  @Override
  public List<AccountRef> tagged(String tag, int most) {
    return db.sql(
            """
            select platform, account from account_tag where tag = ? and until > ?::timestamptz
            group by platform, account order by max(at) desc, platform, account limit ?
            """)
        .params(tag, clock.instant().toString(), most)
        .query((row, _) -> account(row))
        .list();
  }

  @Override
  public List<Leaning> leaning(AccountRef seed) {
    return db.sql(
            """
            select r.id, r.case_id, r.at, c.platform, c.account
            from resemblance_seed s join resemblance r on r.id = s.id join cases c on c.id = r.case_id
            where s.platform = ? and s.account = ? order by r.at, r.id
            """)
        .params(seed.platform().value(), seed.nativeId())
        .query((row, _) ->
            new Leaning(
                ResemblanceId.of(row.getBytes("id")),
                new CaseId(row.getLong("case_id")),
                account(row),
                row.getTimestamp("at").toInstant()))
        .list();
  }

  @Override
  public List<Titled> clusters(int most) {
    return db.sql("select id, title from cluster order by id desc limit ?")
        .param(most)
        .query((row, _) -> new Titled(new ClusterId(row.getLong(1)), row.getString(2)))
        .list();
  }
}
