package reeve.server.cases;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

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
}
