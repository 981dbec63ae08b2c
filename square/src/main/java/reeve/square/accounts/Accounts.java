package reeve.square.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Origin;
import reeve.square.base.Refusal;
import reeve.square.base.Times;
import reeve.square.base.Visibility;
import reeve.square.outbox.Event.Field;
import reeve.square.sight.Sight;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads accounts. */
@Component
public final class Accounts {
  private static final TypeReference<List<Field>> FIELDS = new TypeReference<>() {};

  /** Up to here followers are counted one by one, without those who are suspended. */
  private static final int COUNTED = 2000;

  private static final String SELECT =
      """
      select a.*, a.suspended_until > :now as suspended, a.limited_until > :now as limited,
        %s as followers, %s as following,
        (select count(*) from posts p where p.account_id = a.id
          and p.deleted_at is null and p.removed_at is null and p.sealed_at is null) as posts
      from accounts a
      """
          .formatted(counted("target", "follower"), counted("follower", "target"));

  private final Clocked db;
  private final JsonMapper json;

  Accounts(Clocked db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /**
   * How many stand on the other side of follows. Each is looked up by its key, whatever the planner
   * believes; of those who have very many, all are counted.
   */
  private static String counted(String side, String other) {
    return """
    (case when (select count(*) from (select from follows f where f.%1$s = a.id limit %3$d) few) < %3$d
      then (select count(*) from follows f where f.%1$s = a.id
        and (select %4$s from accounts o where o.id = f.%2$s))
      else (select count(*) from follows f where f.%1$s = a.id) end)
    """
        .formatted(side, other, COUNTED, Sight.present("o"));
  }

  /** An account that has signed up, whatever its state. */
  public Account get(AccountId id) {
    return db.sql(SELECT + " where a.id = :id")
        .param("id", id.value())
        .query(this::read)
        .optional()
        .orElseThrow(() -> Refusal.notFound("account"));
  }

  /** An account that others may see: admitted; a suspended one shows its handle alone. */
  public Account shown(AccountId id) {
    Account account = get(id);
    if (!account.present() && !account.suspended()) {
      throw Refusal.notFound("account");
    }
    return account.veiled();
  }

  /** {@link #shown} by handle, with or without {@code @}, in any case. */
  public Account shown(String handle) {
    return byHandle(handle)
        .filter(found -> found.present() || found.suspended())
        .map(Account::veiled)
        .orElseThrow(() -> Refusal.notFound("account"));
  }

  Optional<Account> byHandle(String handle) {
    String bare = handle.startsWith("@") ? handle.substring(1) : handle;
    if (!Handles.valid(bare)) {
      return Optional.empty();
    }
    return db.sql(SELECT + " where lower(a.handle) = lower(:handle)")
        .param("handle", bare)
        .query(this::read)
        .optional();
  }

  /** Several at once, veiled where suspended, without those who wait; order of {@code ids}. */
  public Map<AccountId, Account> shown(Collection<AccountId> ids) {
    var result = new LinkedHashMap<AccountId, Account>();
    if (ids.isEmpty()) {
      return result;
    }
    var found = new LinkedHashMap<AccountId, Account>();
    db.sql(SELECT + " where a.id = any ((select :ids)::bigint[])")
        .param("ids", ids.stream().map(AccountId::value).distinct().toArray(Long[]::new))
        .query(this::read)
        .list()
        .forEach(account -> found.put(account.id(), account.veiled()));
    for (AccountId id : ids) {
      Account account = found.get(id);
      if (account != null && (account.present() || account.suspended())) {
        result.put(id, account);
      }
    }
    return result;
  }

  private Account read(ResultSet row, int n) throws SQLException {
    return new Account(
        new AccountId(row.getLong("id")),
        row.getString("handle"),
        row.getString("display_name"),
        row.getString("bio"),
        row.getString("location"),
        json.readValue(row.getString("fields"), FIELDS),
        row.getString("avatar"),
        row.getBoolean("locked"),
        row.getString("language"),
        Visibility.parse(row.getString("default_visibility")),
        Times.of(row, "created_at"),
        Origin.parse(row.getString("origin")),
        state(row),
        Times.orNull(row, "suspended_until"),
        Math.max(row.getLong("followers"), row.getLong("source_followers")),
        Math.max(row.getLong("following"), row.getLong("source_following")),
        row.getLong("posts"));
  }

  private static Account.State state(ResultSet row) throws SQLException {
    String state = row.getString("state");
    if (state.equals("pending")) {
      return Account.State.PENDING;
    }
    if (state.equals("refused")) {
      return Account.State.REFUSED;
    }
    if (row.getBoolean("suspended")) {
      return Account.State.SUSPENDED;
    }
    return row.getBoolean("limited") ? Account.State.LIMITED : Account.State.ACTIVE;
  }
}
