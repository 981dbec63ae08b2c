package reeve.square.holds;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Times;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;

/**
 * Holds on accounts. Whatever deletes goes its usual way, so that nobody can tell; before it does,
 * in the same transaction, it has copied here what would be lost. At the end of a hold the copies
 * are purged, and an event tells how many there were.
 */
@Component
public final class Holds {
  /** So many holds end in one round at the most. */
  static final int MOST = 100;

  private final Clocked db;
  private final TransactionTemplate transaction;
  private final Outbox outbox;

  Holds(Clocked db, TransactionTemplate transaction, Outbox outbox) {
    this.db = db;
    this.transaction = transaction;
    this.outbox = outbox;
  }

  /** Holds until a time, in the place of what was said before. */
  public void hold(AccountId account, Instant until) {
    db.sql(
            """
            insert into holds (account_id, until) values (:account, :until)
            on conflict (account_id) do update set until = excluded.until
            """)
        .param("account", account.value())
        .param("until", Times.sql(until))
        .update();
  }

  /** Ends a hold, if there is one, and purges what was kept for it; in a transaction. */
  public void release(AccountId account) {
    int held =
        db.sql("delete from holds where account_id = :account")
            .param("account", account.value())
            .update();
    if (held > 0) {
      purge(account);
    }
  }

  private void purge(AccountId account) {
    List<String> purged =
        db.sql("delete from kept where account_id = :account returning part")
            .param("account", account.value())
            .query((row, n) -> row.getString(1))
            .list();
    long posts = purged.stream().filter("post"::equals).count();
    outbox.add(new Event.HoldEnded(db.instant(), account, posts, purged.size() - posts));
  }

  /**
   * Ends the holds whose time is over, but of accounts whose owners delete something just then:
   * those are next round's; whether there may be more.
   */
  public boolean endLapsed() {
    Integer ended =
        transaction.execute(status -> {
          // Locked as whatever keeps something locks them, and before the holds, as orders do.
          List<Long> lapsed =
              db.sql(
                      """
                      select a.id from accounts a join holds h on h.account_id = a.id
                      where h.until <= :now
                      order by h.until limit :most for no key update of a skip locked
                      """)
                  .param("most", MOST)
                  .query((row, n) -> row.getLong(1))
                  .list();
          lapsed.forEach(this::endIfLapsed);
          left().forEach(account -> purge(new AccountId(account)));
          return lapsed.size();
        });
    return ended != null && ended == MOST;
  }

  /** An order may have put the end off before the account was locked. */
  private void endIfLapsed(long account) {
    int ended =
        db.sql("delete from holds where account_id = :account and until <= :now")
            .param("account", account)
            .update();
    if (ended > 0) {
      purge(new AccountId(account));
    }
  }

  /** Sign-ins and uploads lock no account: what one kept in the moment in which its hold ended. */
  private List<Long> left() {
    return db.sql(
            """
            select distinct account_id from kept k
            where not exists (select from holds h where h.account_id = k.account_id) limit :most
            """)
        .param("most", MOST)
        .query((row, n) -> row.getLong(1))
        .list();
  }

  /**
   * Copies posts of an account that are about to be erased. A hold that is being placed waits for
   * this transaction, or this one for it: there is no moment between in which words are lost.
   */
  public void keepPosts(AccountId account, Collection<Long> posts) {
    if (!held(account)) {
      return;
    }
    db.sql(
            """
            insert into kept (account_id, part, item, value, pictures, at)
            select p.account_id, 'post', p.id::text,
              jsonb_build_object('text', p.text, 'spoiler', p.spoiler, 'language', p.language,
                'client', p.client,
                'mentions', array(select m.account_id::text from mentions m
                  where m.post_id = p.id order by m.account_id),
                'media', coalesce((select jsonb_agg(jsonb_build_object('sha256', m.sha256,
                    'description', m.description) order by m.position, m.id)
                  from media m where m.post_id = p.id), '[]')),
              array(select distinct m.sha256 from media m where m.post_id = p.id), :now
            from posts p
            where p.id = any (:posts) and p.account_id = :account and p.boost_of is null
              and p.deleted_at is null
            """)
        .param("posts", posts.toArray(Long[]::new))
        .param("account", account.value())
        .update();
  }

  /** Copies a profile that is about to be changed. */
  public void keepProfile(AccountId account) {
    if (!held(account)) {
      return;
    }
    db.sql(
            """
            insert into kept (account_id, part, value, pictures, at)
            select a.id, 'profile',
              jsonb_build_object('displayName', a.display_name, 'bio', a.bio,
                'location', a.location, 'fields', a.fields, 'avatar', a.avatar),
              array_remove(array[a.avatar], null), :now
            from accounts a where a.id = :account
            """)
        .param("account", account.value())
        .update();
  }

  /** Copies with what somebody signed up who is about to be refused. */
  public void keepSignUp(AccountId account) {
    if (!held(account)) {
      return;
    }
    db.sql(
            """
            insert into kept (account_id, part, value, at)
            select a.id, 'sign-up', jsonb_build_object('mail', a.mail, 'reason', a.sign_up_reason),
              :now
            from accounts a where a.id = :account
            """)
        .param("account", account.value())
        .update();
  }

  private boolean held(AccountId account) {
    // Orders lock the row against this, so that a hold comes wholly before or wholly after.
    db.sql("select id from accounts where id = :account for no key update")
        .param("account", account.value())
        .query(Long.class)
        .optional();
    return db.sql("select exists (select from holds where account_id = :account)")
        .param("account", account.value())
        .query(Boolean.class)
        .single();
  }
}
