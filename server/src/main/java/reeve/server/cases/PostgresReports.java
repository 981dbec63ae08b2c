package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

@Component
final class PostgresReports implements Reports {
  private final JdbcClient db;
  private final Copied copied;

  PostgresReports(JdbcClient db, Copied copied) {
    this.db = db;
    this.copied = copied;
  }

  @Override
  public Map<String, Filed> byPeople(PlatformId platform, Collection<String> ids) {
    Map<String, Filed> found = HashMap.newHashMap(ids.size());
    db.sql(
            """
            select r.native_id, r.at, r.case_id, p.platform as reporter_platform,
                   p.native_id as reporter, c.platform, c.account, c.state,
                   coalesce(a.handle, c.account) as handle,
                   (select k.profile from capture k
                    where k.platform = c.platform and k.account = c.account and k.at <= r.at
                    order by k.at desc limit 1) as seen
            from report r
            join reporter p on p.id = r.reporter
            join cases c on c.id = r.case_id
            left join account a on a.platform = c.platform and a.native_id = c.account
            where r.platform = ? and r.native_id = any (?) and p.native_id not in (?, ?)
            """)
        .params(platform.value(), ids.toArray(String[]::new), Docket.ANONYMOUS, Docket.AUTHORITY)
        .query(row -> {
          found.put(row.getString("native_id"), filed(row));
        });
    return found;
  }

  private Filed filed(ResultSet row) throws SQLException {
    String seen = row.getString("seen");
    return new Filed(
        new AccountRef(
            new PlatformId(row.getString("reporter_platform")), row.getString("reporter")),
        new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
        seen == null ? row.getString("handle") : copied.profile(seen).handle(),
        row.getTimestamp("at").toInstant(),
        new CaseId(row.getLong("case_id")),
        row.getString("state").equals("open"));
  }
}
