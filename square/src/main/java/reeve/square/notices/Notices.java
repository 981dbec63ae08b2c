package reeve.square.notices;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.PostId;
import reeve.square.base.Slice;
import reeve.square.base.Times;
import reeve.square.base.Viewer;
import reeve.square.sight.Sight;

/** Keeps and reads an account's notifications. */
@Component
public final class Notices {
  private static final String LISTED =
      """
      select n.id, n.kind, n.from_account, n.post_id, n.at
      from notifications n
        join accounts s on s.id = n.from_account
        left join posts p on p.id = n.post_id
        left join accounts a on a.id = p.account_id
      where n.account_id = :viewer
        and not exists (select from blocks nb where nb.account_id = :viewer and nb.target = n.from_account)
        and not exists (select from mutes nm where nm.account_id = :viewer and nm.target = n.from_account
          and (nm.until is null or nm.until > :now))
        and
      """
          + Sight.present("s")
          + " and (n.post_id is null or "
          + Sight.readable("p", "a", ":viewer")
          + ")";

  private final Clocked db;

  Notices(Clocked db) {
    this.db = db;
  }

  /** The kinds, by Mastodon's names. */
  public enum Kind {
    MENTION,
    FOLLOW,
    FOLLOW_REQUEST,
    FAVOURITE,
    REBLOG;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One notification. */
  public record Notice(long id, String kind, AccountId from, @Nullable PostId post, Instant at) {}

  /** Tells accounts something, in the caller's transaction; nobody is told of their own doing. */
  public void tell(
      Collection<AccountId> accounts, Kind kind, AccountId from, @Nullable PostId post) {
    for (AccountId account : accounts) {
      if (account.equals(from)) {
        continue;
      }
      db.sql(
              """
              insert into notifications (id, account_id, kind, from_account, post_id, at)
              select :id, :account, :kind, :from, :post::bigint, :now
              where not exists (select from blocks where account_id = :account and target = :from)
                and not exists (select from notifications where account_id = :account
                  and kind = :kind and from_account = :from and post_id is not distinct from :post::bigint)
              """)
          .param("id", db.nextId())
          .param("account", account.value())
          .param("kind", kind.word())
          .param("from", from.value())
          .param("post", post == null ? null : post.value())
          .update();
    }
  }

  /** Takes one back, for example when a follow ends. */
  public void retract(AccountId account, Kind kind, AccountId from, @Nullable PostId post) {
    db.sql(
            """
            delete from notifications where account_id = :account and kind = :kind
              and from_account = :from and post_id is not distinct from :post::bigint
            """)
        .param("account", account.value())
        .param("kind", kind.word())
        .param("from", from.value())
        .param("post", post == null ? null : post.value())
        .update();
  }

  /** Newest first; of some kinds, or of all where {@code kinds} is empty. */
  public List<Notice> list(AccountId account, Slice slice, Collection<String> kinds) {
    return slice.newestFirst(
        db.sql(
                LISTED
                    + """
                      and n.id < :below and n.id > :above
                      and (cardinality(:kinds::text[]) = 0 or n.kind = any (:kinds::text[]))
                    order by n.id %s limit :limit
                    """
                        .formatted(slice.order()),
                Viewer.of(account))
            .param("below", slice.below())
            .param("above", slice.above())
            .param("kinds", kinds.toArray(String[]::new))
            .param("limit", slice.limit())
            .query((row, n) -> read(row))
            .list());
  }

  public Optional<Notice> find(AccountId account, long id) {
    return db.sql(LISTED + " and n.id = :id", Viewer.of(account))
        .param("id", id)
        .query((row, n) -> read(row))
        .optional();
  }

  public void dismiss(AccountId account, long id) {
    db.sql("delete from notifications where account_id = :account and id = :id")
        .param("account", account.value())
        .param("id", id)
        .update();
  }

  public void clear(AccountId account) {
    db.sql("delete from notifications where account_id = :account")
        .param("account", account.value())
        .update();
  }

  private static Notice read(java.sql.ResultSet row) throws java.sql.SQLException {
    long post = row.getLong("post_id");
    return new Notice(
        row.getLong("id"),
        row.getString("kind"),
        new AccountId(row.getLong("from_account")),
        post == 0 ? null : new PostId(post),
        Times.of(row, "at"));
  }
}
