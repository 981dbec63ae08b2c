package reeve.server.cases;

import java.time.Instant;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

@Component
final class PostgresHolds implements Holds {
  private final JdbcClient db;

  PostgresHolds(JdbcClient db) {
    this.db = db;
  }

  @Override
  public void hold(AccountRef account, Instant until) {
    db.sql(
            """
            insert into held_account (platform, account, until) values (?, ?, ?::timestamptz)
            on conflict (platform, account) do update set until = excluded.until
            """)
        .params(account.platform().value(), account.nativeId(), until.toString())
        .update();
  }

  @Override
  public boolean held(AccountRef account, Instant now) {
    return db.sql(
            """
            select exists (select from held_account
                           where platform = ? and account = ? and until > ?::timestamptz)
            """)
        .params(account.platform().value(), account.nativeId(), now.toString())
        .query((row, _) -> row.getBoolean(1))
        .single();
  }

  @Override
  public Set<AccountRef> standing(Instant now) {
    return Set.copyOf(
        db.sql("select platform, account from held_account where until > ?::timestamptz")
            .param(now.toString())
            .query((row, _) -> new AccountRef(new PlatformId(row.getString(1)), row.getString(2)))
            .list());
  }
}
