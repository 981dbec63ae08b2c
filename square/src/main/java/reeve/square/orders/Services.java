package reeve.square.orders;

import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Times;
import reeve.square.door.SquareAction;
import reeve.square.holds.Holds;

/**
 * Orders that are no sanction: letters, sign-ups, one-time links. Each says if the account changed.
 */
@Component
final class Services {
  private final Clocked db;
  private final Holds holds;

  Services(Clocked db, Holds holds) {
    this.db = db;
    this.holds = holds;
  }

  boolean deliver(AccountId account, SquareAction.Deliver letter) {
    db.sql(
            """
            insert into letters (id, account_id, statement, title, body, decision, appeal_until, at)
            values (:id, :account, :statement, :title, :body, :decision, :until::timestamptz, :now)
            on conflict (id) do nothing
            """)
        .param("id", letter.id())
        .param("account", account.value())
        .param("statement", letter.statement())
        .param("title", letter.title())
        .param("body", letter.body())
        .param("decision", letter.decision())
        .param("until", Times.sqlOrNull(letter.appealUntil()))
        .update();
    return false;
  }

  boolean hold(AccountId account, SquareAction.Hold hold) {
    holds.hold(account, hold.until());
    return false;
  }

  boolean releaseHold(AccountId account) {
    holds.release(account);
    return false;
  }

  boolean approve(AccountId account) {
    return db.sql("update accounts set state = 'active' where id = :id and state = 'pending'")
            .param("id", account.value())
            .update()
        > 0;
  }

  /** The mail address is free again: whoever asks anew is judged anew. */
  boolean refuse(AccountId account) {
    holds.keepSignUp(account);
    db.sql(
            """
            update accounts set state = 'refused', mail = null, password = null, sign_up_reason = null
            where id = :id and state = 'pending'
            """)
        .param("id", account.value())
        .update();
    return false;
  }

  boolean issueLink(AccountId account, SquareAction.IssueLink link) {
    db.sql(
            """
            insert into one_time_links (token_sha256, account_id, expires_at)
            values (:hash, :account, :expires) on conflict (token_sha256) do nothing
            """)
        .param("hash", link.tokenSha256())
        .param("account", account.value())
        .param("expires", Times.sql(link.expires()))
        .update();
    return false;
  }
}
