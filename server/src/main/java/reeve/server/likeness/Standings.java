package reeve.server.likeness;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.policy.ClauseId;
import reeve.signals.likeness.Standing;

/** How people left accounts, as decisions tell it one after the other. */
@Component
class Standings {
  private final JdbcClient db;

  Standings(JdbcClient db) {
    this.db = db;
  }

  /**
   * A decision, or that one was taken back.
   *
   * @param clause of a suspension, as text
   * @param overturned whether it tells that a decision was taken back
   */
  record Word(
      AccountRef account,
      Standing standing,
      @Nullable String clause,
      Instant at,
      boolean overturned) {}

  /** Takes words in, in their order; one that is older than what is known changes nothing. */
  void take(List<Word> words) {
    for (Word word : words) {
      db.sql(
              """
              insert into likeness_standing as s (platform, account, standing, clause, at,
                                                  overturned_at)
              values (:platform, :account, :standing, :clause, :at::timestamptz,
                      :overturned::timestamptz)
              on conflict (platform, account) do update
              set standing = excluded.standing, clause = excluded.clause, at = excluded.at,
                  overturned_at = coalesce(excluded.overturned_at, s.overturned_at)
              where excluded.at >= s.at
              """)
          .param("platform", word.account().platform().value())
          .param("account", word.account().nativeId())
          .param("standing", word.standing().name().toLowerCase(Locale.ROOT))
          .param("clause", word.clause())
          .param("at", word.at().toString())
          .param("overturned", word.overturned() ? word.at().toString() : null)
          .update();
    }
  }

  /** Ends a suspension that ran out; how the account stands then, by a later word too. */
  Standing lapse(AccountRef account, Instant at) {
    db.sql(
            """
            update likeness_standing set standing = 'none', clause = null, at = :at::timestamptz
            where platform = :platform and account = :account and standing = 'suspended'
              and at <= :at::timestamptz
            """)
        .param("at", at.toString())
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .update();
    return of(List.of(account)).getOrDefault(account, Left.UNKNOWN).standing();
  }

  /**
   * How an account was left.
   *
   * @param takenBack whether the last word is that a decision was taken back
   */
  record Left(Standing standing, @Nullable ClauseId clause, boolean takenBack) {
    static final Left UNKNOWN = new Left(Standing.NONE, null, false);
  }

  /** Of those that anything was decided on. */
  Map<AccountRef, Left> of(Collection<AccountRef> accounts) {
    Map<AccountRef, Left> left = new HashMap<>();
    db.sql(
            """
            select s.*, s.standing = 'none' and s.overturned_at = s.at as taken_back
            from (select distinct * from unnest(?::text[], ?::text[]) u (p, a)) k
            join likeness_standing s on s.platform = k.p and s.account = k.a
            """)
        .params(
            column(accounts, it -> it.platform().value()), column(accounts, AccountRef::nativeId))
        .query(row -> {
          String clause = row.getString("clause");
          left.put(
              new AccountRef(new PlatformId(row.getString("platform")), row.getString("account")),
              new Left(
                  Standing.valueOf(row.getString("standing").toUpperCase(Locale.ROOT)),
                  clause == null ? null : ClauseId.parse(clause),
                  row.getBoolean("taken_back")));
        });
    return left;
  }

  private static String[] column(
      Collection<AccountRef> accounts, Function<AccountRef, String> value) {
    return accounts.stream().map(value).toArray(String[]::new);
  }
}
