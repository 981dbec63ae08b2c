package reeve.server.legal;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.PlatformId;
import reeve.server.record.RecordId;
import reeve.server.staff.Lease;

/**
 * Has platforms hold what their authors would delete, until the latest end of what preserves an
 * account. It travels as an order to act, which is no sanction and tells nobody.
 */
@Component
final class PlatformHolds {
  /** The latest end of what holds {@code platform} and {@code account}; null where nothing does. */
  private static final String WANTED =
      """
      (SELECT max(l.until) FROM legal_hold l
        WHERE l.platform = %1$s AND l.account = %2$s AND l.released_at IS NULL AND l.until > :now)
      """;

  private final JdbcClient jdbc;
  private final Orders orders;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  PlatformHolds(
      JdbcClient jdbc, Orders orders, InstantSource clock, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.orders = orders;
    this.clock = clock;
    this.transaction = transaction;
  }

  private record Wanted(@Nullable Instant until) {}

  private record Told(Instant until, RecordId cause) {}

  /**
   * Tells the platform where what it was told holds no longer; in the caller's transaction.
   *
   * @param cause the record of what changed; null: that of what it was told last
   */
  void settle(AccountRef account, @Nullable RecordId cause, Instant now) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, 141))")
        .param(account.platform() + "/" + account.nativeId())
        .query()
        .singleRow();
    Told told = told(account).orElse(null);
    Instant wanted =
        jdbc.sql("SELECT " + WANTED.formatted(":platform", ":account") + " AS until")
            .param("platform", account.platform().value())
            .param("account", account.nativeId())
            .param("now", Timestamp.from(now))
            .query((row, _) -> new Wanted(AuthorityRows.instant(row, "until")))
            .single()
            .until();
    RecordId because = cause == null && told != null ? told.cause() : cause;
    if (because == null || (told != null && told.until().equals(wanted))) {
      return;
    }
    if (wanted != null) {
      tell(account, new Action.Hold(wanted), because, now);
      put(account, wanted, because);
    } else if (told != null) {
      // What lapsed ended by itself.
      if (told.until().isAfter(now)) {
        tell(account, new Action.ReleaseHold(), because, now);
      }
      jdbc.sql("DELETE FROM legal_platform_hold WHERE platform = ? AND account = ?")
          .params(account.platform().value(), account.nativeId())
          .update();
    }
  }

  /** Tells platforms of what ended meanwhile; one account that fails holds up no other. */
  void round(Lease lease) {
    Instant now = clock.instant();
    var round = new OneByOne(transaction, lease);
    round.each(unsettled(now), account -> settle(account, null, now));
    round.end();
  }

  List<AccountRef> unsettled(Instant now) {
    return jdbc.sql(
            "SELECT h.platform, h.account FROM legal_platform_hold h WHERE h.until IS DISTINCT FROM "
                + WANTED.formatted("h.platform", "h.account")
                + " ORDER BY h.until LIMIT 100")
        .param("now", Timestamp.from(now))
        .query((row, _) -> new AccountRef(new PlatformId(row.getString(1)), row.getString(2)))
        .list();
  }

  private void tell(AccountRef account, Action action, RecordId cause, Instant now) {
    orders.issue(List.of(Issue.of(UUID.randomUUID(), account, action, cause)), now);
  }

  private Optional<Told> told(AccountRef account) {
    return jdbc.sql(
            "SELECT until, record FROM legal_platform_hold WHERE platform = ? AND account = ?")
        .params(account.platform().value(), account.nativeId())
        .query((row, _) ->
            new Told(row.getTimestamp(1).toInstant(), new RecordId(row.getObject(2, UUID.class))))
        .optional();
  }

  private void put(AccountRef account, Instant until, RecordId cause) {
    jdbc.sql(
            """
            INSERT INTO legal_platform_hold (platform, account, until, record)
            VALUES (:platform, :account, :until, :record)
            ON CONFLICT (platform, account) DO UPDATE
              SET until = excluded.until, record = excluded.record
            """)
        .param("platform", account.platform().value())
        .param("account", account.nativeId())
        .param("until", Timestamp.from(until))
        .param("record", cause.value())
        .update();
  }
}
