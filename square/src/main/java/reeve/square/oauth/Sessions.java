package reeve.square.oauth;

import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;
import reeve.square.base.Times;

/** Browsers signed in to the pages. Kept as hashes; each sign-in is a new one. */
@Component
public final class Sessions {
  /** How long a browser stays signed in. */
  public static final Duration LIFE = Duration.ofDays(14);

  /** Deletes; of an account under a hold the time of the sign-in is kept, in the same statement. */
  private static final String KEPT =
      """
      with gone as (delete from sessions s where %s returning s.account_id, s.created_at)
      insert into kept (account_id, part, value, at)
      select g.account_id, 'sign-in', jsonb_build_object('at', g.created_at), :now
      from gone g where exists (select from holds h where h.account_id = g.account_id)
      """;

  private final Clocked db;

  Sessions(Clocked db) {
    this.db = db;
  }

  /** Whose browser it is. */
  public record Session(AccountId account, boolean suspended) {}

  /** Opens one; the secret goes into the cookie and nowhere else. */
  public String open(AccountId account) {
    String secret = Digests.secret();
    db.sql(KEPT.formatted("s.account_id = :account and s.expires_at <= :now"))
        .param("account", account.value())
        .update();
    db.sql(
            """
            insert into sessions (sha256, account_id, created_at, expires_at)
            values (:hash, :account, :now, :expires)
            """)
        .param("hash", Digests.sha256(secret))
        .param("account", account.value())
        .param("expires", Times.sql(db.instant().plus(LIFE)))
        .update();
    return secret;
  }

  public Optional<Session> find(String secret) {
    if (secret.length() > 200) {
      return Optional.empty();
    }
    return db.sql(
            """
            select s.account_id, coalesce(a.suspended_until > :now, false) as suspended
            from sessions s join accounts a on a.id = s.account_id
            where s.sha256 = :hash and s.expires_at > :now and a.state = 'active'
            """)
        .param("hash", Digests.sha256(secret))
        .query((row, n) ->
            new Session(new AccountId(row.getLong("account_id")), row.getBoolean("suspended")))
        .optional();
  }

  public void close(String secret) {
    db.sql(KEPT.formatted("s.sha256 = :hash")).param("hash", Digests.sha256(secret)).update();
  }
}
