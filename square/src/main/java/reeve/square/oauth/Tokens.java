package reeve.square.oauth;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;
import reeve.square.base.Times;

/**
 * Bearer tokens, kept as SHA-256. What a token stands for is remembered for half a minute (at most
 * 50,000 tokens); revoking and orders on the account end that at once within this process. What is
 * written checks the account again in its own transaction.
 */
@Component
public final class Tokens {
  private static final long LIFE_NANOS = 30_000_000_000L;
  private static final int MOST = 50_000;

  private final Clocked db;
  private final ConcurrentHashMap<String, Held> held = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, Mark> marks = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  Tokens(Clocked db) {
    this.db = db;
  }

  private record Held(Caller caller, Mark mark, long until) {}

  /** Shared by what is remembered of one account, so that one write forgets it all. */
  private static final class Mark {
    volatile boolean stale;
  }

  /** Makes a token; null for the application itself. */
  public String issue(Apps.App app, @Nullable AccountId account, Set<String> scopes) {
    String token = Digests.secret();
    db.sql(
            """
            insert into oauth_tokens (sha256, app_id, account_id, scopes, created_at)
            values (:hash, :app, :account::bigint, :scopes, :now)
            """)
        .param("hash", Digests.sha256(token))
        .param("app", app.id())
        .param("account", account == null ? null : account.value())
        .param("scopes", Scopes.text(scopes))
        .update();
    return token;
  }

  /** Whom a token stands for; empty where it is unknown or revoked. */
  public Optional<Caller> find(String token) {
    if (token.length() > 200) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    String key = Digests.hex(Digests.sha256(token));
    Held known = held.get(key);
    if (known != null && !known.mark().stale && known.until() - now > 0) {
      return Optional.of(known.caller());
    }
    long seen = forgotten.get();
    Optional<Caller> caller = read(token);
    if (caller.isEmpty()) {
      held.remove(key);
    } else {
      remember(key, caller.get(), now);
      if (forgotten.get() != seen) {
        // An order came between the read and now: what was read may be old.
        held.remove(key);
      }
    }
    return caller;
  }

  private void remember(String key, Caller caller, long now) {
    if (held.size() >= MOST || marks.size() >= MOST) {
      held.clear();
      marks.values().forEach(mark -> mark.stale = true);
      marks.clear();
    }
    AccountId account = caller.account();
    Mark mark =
        account == null ? new Mark() : marks.computeIfAbsent(account.value(), id -> new Mark());
    held.put(key, new Held(caller, mark, now + LIFE_NANOS));
  }

  private Optional<Caller> read(String token) {
    return db.sql(
            """
            select t.app_id, p.name, t.account_id, t.scopes, a.suspended_until
            from oauth_tokens t join apps p on p.id = t.app_id
              left join accounts a on a.id = t.account_id
            where t.sha256 = :hash and t.revoked_at is null
              and (t.account_id is null or a.state = 'active')
            """)
        .param("hash", Digests.sha256(token))
        .query((row, n) -> {
          long account = row.getLong("account_id");
          Instant until = Times.orNull(row, "suspended_until");
          return new Caller(
              row.getLong("app_id"),
              row.getString("name"),
              account == 0 ? null : new AccountId(account),
              Scopes.stored(row.getString("scopes")),
              until);
        })
        .optional();
  }

  /** Ends a token of this application; unknown ones are no error (RFC 7009). */
  public void revoke(Apps.App app, String token) {
    db.sql(
            """
            update oauth_tokens set revoked_at = :now
            where sha256 = :hash and app_id = :app and revoked_at is null
            """)
        .param("hash", Digests.sha256(token))
        .param("app", app.id())
        .update();
    held.remove(Digests.hex(Digests.sha256(token)));
  }

  /** Ends all tokens of an account, for example when its password changes. */
  public void revokeAll(AccountId account) {
    db.sql(
            "update oauth_tokens set revoked_at = :now where account_id = :id and revoked_at is null")
        .param("id", account.value())
        .update();
    forget(account);
  }

  /** What is remembered of an account no longer holds. To be called after the commit. */
  public void forget(AccountId account) {
    forgotten.incrementAndGet();
    Mark mark = marks.remove(account.value());
    if (mark != null) {
      mark.stale = true;
    }
  }
}
