package reeve.square.graph;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.accounts.Standing;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Origin;
import reeve.square.base.Refusal;
import reeve.square.base.Times;
import reeve.square.notices.Notices;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;

/** Follows, blocks and mutes. Asking twice for the same changes nothing. */
@Component
public final class Graph {
  /** The most accounts that one may follow. */
  public static final int MOST_FOLLOWS = 7500;

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Accounts accounts;
  private final Standing standing;
  private final Notices notices;
  private final Outbox outbox;

  Graph(
      Clocked db,
      TransactionTemplate transaction,
      Accounts accounts,
      Standing standing,
      Notices notices,
      Outbox outbox) {
    this.db = db;
    this.transaction = transaction;
    this.accounts = accounts;
    this.standing = standing;
    this.notices = notices;
    this.outbox = outbox;
  }

  /** Follows, or asks to where the other answers requests. */
  public Relationship follow(AccountId account, AccountId target) {
    Account other = other(account, target);
    transaction.executeWithoutResult(status -> {
      standing.requirePresent(account);
      Relationship now = relationship(account, target);
      if (now.blocking() || now.blockedBy() || !other.present()) {
        throw new Refusal(Fault.NOT_ALLOWED, "You cannot follow this account.");
      }
      if (now.following() || now.requested()) {
        return;
      }
      requireRoom(account);
      if (other.locked()) {
        put("follow_requests", "follower", account, target);
        notices.tell(List.of(target), Notices.Kind.FOLLOW_REQUEST, account, null);
      } else {
        insertFollow(account, target);
      }
    });
    return relationship(account, target);
  }

  public Relationship unfollow(AccountId account, AccountId target) {
    other(account, target);
    transaction.executeWithoutResult(status -> cut(account, target));
    return relationship(account, target);
  }

  /** Ends somebody's following of oneself. */
  public Relationship dropFollower(AccountId account, AccountId follower) {
    other(account, follower);
    transaction.executeWithoutResult(status -> cut(follower, account));
    return relationship(account, follower);
  }

  /** Answers a follow request. */
  public Relationship answer(AccountId account, AccountId follower, boolean yes) {
    transaction.executeWithoutResult(status -> {
      if (remove("follow_requests", "follower", follower, account) == 0) {
        throw Refusal.notFound("follow request");
      }
      notices.retract(account, Notices.Kind.FOLLOW_REQUEST, follower, null);
      if (yes) {
        insertFollow(follower, account);
      }
    });
    return relationship(account, follower);
  }

  /** Neither sees the other any more, and neither follows the other. */
  public Relationship block(AccountId account, AccountId target) {
    other(account, target);
    transaction.executeWithoutResult(status -> {
      standing.requirePresent(account);
      cut(account, target);
      cut(target, account);
      put("blocks", "account_id", account, target);
    });
    return relationship(account, target);
  }

  public Relationship unblock(AccountId account, AccountId target) {
    other(account, target);
    remove("blocks", "account_id", account, target);
    return relationship(account, target);
  }

  /**
   * Keeps an account out of one's timelines and notifications.
   *
   * @param most for how long; null: until taken back
   */
  public Relationship mute(AccountId account, AccountId target, @Nullable Duration most) {
    other(account, target);
    standing.requirePresent(account);
    db.sql(
            """
            insert into mutes (account_id, target, at, until) values (:account, :target, :now, :until::timestamptz)
            on conflict (account_id, target) do update set until = excluded.until
            """)
        .param("account", account.value())
        .param("target", target.value())
        .param("until", most == null ? null : Times.sql(db.instant().plus(most)))
        .update();
    return relationship(account, target);
  }

  public Relationship unmute(AccountId account, AccountId target) {
    other(account, target);
    remove("mutes", "account_id", account, target);
    return relationship(account, target);
  }

  public Relationship relationship(AccountId account, AccountId target) {
    return relationships(account, List.of(target)).getFirst();
  }

  /** In the order of {@code targets}. */
  public List<Relationship> relationships(AccountId account, Collection<AccountId> targets) {
    return db.sql(
            """
            select t.id,
              exists (select from follows where follower = :me and target = t.id) as following,
              exists (select from follows where follower = t.id and target = :me) as followed_by,
              exists (select from follow_requests where follower = :me and target = t.id) as requested,
              exists (select from follow_requests where follower = t.id and target = :me) as requested_by,
              exists (select from blocks where account_id = :me and target = t.id) as blocking,
              exists (select from blocks where account_id = t.id and target = :me) as blocked_by,
              exists (select from mutes where account_id = :me and target = t.id
                and (until is null or until > :now)) as muting
            from unnest((select :targets)::bigint[]) with ordinality as t (id, i) order by t.i
            """)
        .param("me", account.value())
        .param("targets", targets.stream().map(AccountId::value).toArray(Long[]::new))
        .query((row, n) ->
            new Relationship(
                new AccountId(row.getLong("id")),
                row.getBoolean("following"),
                row.getBoolean("followed_by"),
                row.getBoolean("requested"),
                row.getBoolean("requested_by"),
                row.getBoolean("blocking"),
                row.getBoolean("blocked_by"),
                row.getBoolean("muting")))
        .list();
  }

  private Account other(AccountId account, AccountId target) {
    if (account.equals(target)) {
      throw Refusal.invalid("You cannot do this to yourself.");
    }
    return accounts.shown(target);
  }

  private void requireRoom(AccountId account) {
    long follows =
        db.sql("select count(*) from follows where follower = :id")
            .param("id", account.value())
            .query(Long.class)
            .single();
    if (follows >= MOST_FOLLOWS) {
      throw Refusal.invalid("You follow 7,500 accounts already, which is the most.");
    }
  }

  private void insertFollow(AccountId follower, AccountId target) {
    if (put("follows", "follower", follower, target) == 1) {
      notices.tell(List.of(target), Notices.Kind.FOLLOW, follower, null);
      outbox.add(new Event.Followed(db.instant(), Origin.LIVE, follower, target));
    }
  }

  private void cut(AccountId follower, AccountId target) {
    remove("follows", "follower", follower, target);
    remove("follow_requests", "follower", follower, target);
    notices.retract(target, Notices.Kind.FOLLOW, follower, null);
    notices.retract(target, Notices.Kind.FOLLOW_REQUEST, follower, null);
  }

  private int put(String table, String column, AccountId from, AccountId target) {
    return db.sql(
            """
            insert into %s (%s, target, at) values (:from, :target, :now) on conflict do nothing
            """
                .formatted(table, column))
        .param("from", from.value())
        .param("target", target.value())
        .update();
  }

  private int remove(String table, String column, AccountId from, AccountId target) {
    return db.sql("delete from %s where %s = :from and target = :target".formatted(table, column))
        .param("from", from.value())
        .param("target", target.value())
        .update();
  }
}
