package reeve.square.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.PostId;
import reeve.square.base.Slice;
import reeve.square.base.Viewer;
import reeve.square.sight.Sight;

/** Lists of accounts: followers, followed, who asks, whom one blocks or mutes. */
@Component
public final class Circles {
  private final Clocked db;
  private final Accounts accounts;

  Circles(Clocked db, Accounts accounts) {
    this.db = db;
    this.accounts = accounts;
  }

  /**
   * An account within a list.
   *
   * @param place where it stands there, for the next page
   */
  public record Entry(long place, Account account) {}

  public List<Entry> followers(AccountId account, Slice slice) {
    return list("follows", "target", account, "follower", slice);
  }

  public List<Entry> following(AccountId account, Slice slice) {
    return list("follows", "follower", account, "target", slice);
  }

  public List<Entry> requests(AccountId account, Slice slice) {
    return list("follow_requests", "target", account, "follower", slice);
  }

  public List<Entry> blocks(AccountId account, Slice slice) {
    return list("blocks", "account_id", account, "target", slice);
  }

  public List<Entry> mutes(AccountId account, Slice slice) {
    return list("mutes", "account_id", account, "target", slice);
  }

  /** Who favourited a post that the viewer may read. */
  public List<Entry> favouritedBy(PostId post, Slice slice) {
    return list("favourites", "post_id", post.value(), "account_id", slice);
  }

  /** Who boosted a post that the viewer may read. */
  public List<Entry> boostedBy(PostId post, Viewer viewer, Slice slice) {
    return entries(
        slice,
        slice.newestFirst(
            db.sql(
                    """
                    select p.id as place, p.account_id as account
                    from posts p join accounts a on a.id = p.account_id
                    where p.boost_of = :post and p.id < :below and p.id > :above and %s
                    order by p.id %s limit :limit
                    """
                        .formatted(Sight.readable("p", "a", ":viewer"), slice.order()),
                    viewer)
                .param("post", post.value())
                .param("below", slice.below())
                .param("above", slice.above())
                .param("limit", slice.limit())
                .query((row, n) -> new long[] {row.getLong(1), row.getLong(2)})
                .list()));
  }

  private List<Entry> list(String table, String by, AccountId of, String column, Slice slice) {
    return list(table, by, of.value(), column, slice);
  }

  private List<Entry> list(String table, String by, long of, String column, Slice slice) {
    return entries(
        slice,
        slice.newestFirst(
            db.sql(
                    """
                    select t.id as place, t.%2$s as account
                    from %1$s t join accounts a on a.id = t.%2$s
                    where t.%3$s = :of and t.id < :below and t.id > :above and %4$s
                    order by t.id %5$s limit :limit
                    """
                        .formatted(table, column, by, Sight.present("a"), slice.order()))
                .param("of", of)
                .param("below", slice.below())
                .param("above", slice.above())
                .param("limit", slice.limit())
                .query((row, n) -> new long[] {row.getLong(1), row.getLong(2)})
                .list()));
  }

  private List<Entry> entries(Slice slice, List<long[]> found) {
    Map<AccountId, Account> shown =
        accounts.shown(found.stream().map(row -> new AccountId(row[1])).toList());
    var entries = new ArrayList<Entry>(slice.limit());
    for (long[] row : found) {
      Account account = shown.get(new AccountId(row[1]));
      if (account != null) {
        entries.add(new Entry(row[0], account));
      }
    }
    return entries;
  }
}
