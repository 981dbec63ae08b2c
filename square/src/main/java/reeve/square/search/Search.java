package reeve.square.search;

import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Slice;
import reeve.square.base.Texts;
import reeve.square.base.Viewer;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.sight.Sight;

/**
 * Finds accounts, public posts and hashtags. Limited and suspended accounts and their posts are not
 * found.
 */
@Component
public final class Search {
  /** The most characters that are looked at. */
  public static final int LENGTH = 200;

  private final Clocked db;
  private final Accounts accounts;
  private final PostReader reader;

  Search(Clocked db, Accounts accounts, PostReader reader) {
    this.db = db;
    this.accounts = accounts;
    this.reader = reader;
  }

  /** By the beginning of the handle or by words of the display name; best known first. */
  public List<Account> accounts(Viewer viewer, String given, int limit, int offset) {
    String query = query(given);
    String handle = (query.startsWith("@") ? query.substring(1) : query).toLowerCase(Locale.ROOT);
    List<Long> ids =
        query.isEmpty()
            ? List.of()
            : db.sql(
                    """
                    select a.id from accounts a
                    where ((lower(a.handle) collate "C") like :prefix or words(a.display_name) @@ asked(:query))
                      and %s and not %s
                      and not exists (select from blocks b where b.account_id = a.id and b.target = :viewer)
                    order by lower(a.handle) = :handle desc,
                      (select count(*) from follows f where f.target = a.id) desc, a.id
                    limit :limit offset :offset
                    """
                        .formatted(Sight.present("a"), Sight.limited("a")),
                    viewer)
                .param("prefix", like(handle) + "%")
                .param("handle", handle)
                .param("query", query)
                .param("limit", limit)
                .param("offset", offset)
                .query((row, n) -> row.getLong(1))
                .list();
    return List.copyOf(accounts.shown(ids.stream().map(AccountId::new).toList()).values());
  }

  /** Public posts with all of the words, newest first. */
  public List<Post> posts(Viewer viewer, String given, Slice slice, int offset) {
    String query = query(given);
    if (query.isEmpty()) {
      return List.of();
    }
    List<Long> ids =
        db.sql(
                """
                select p.id from posts p join accounts a on a.id = p.account_id
                where words(p.spoiler || ' ' || p.text) @@ asked(:query) and p.boost_of is null
                  and p.id < :below and p.id > :above and %s
                order by p.id %s limit :limit offset :offset
                """
                    .formatted(Sight.open("p", "a", ":viewer"), slice.order()),
                viewer)
            .param("query", query)
            .param("below", slice.below())
            .param("above", slice.above())
            .param("limit", slice.limit())
            .param("offset", offset)
            .query((row, n) -> row.getLong(1))
            .list();
    return reader.all(viewer, slice.newestFirst(ids));
  }

  /** Hashtags that begin so and stand in a public post that the viewer may find. */
  public List<String> tags(Viewer viewer, String given, int limit, int offset) {
    String query = query(given);
    String tag = (query.startsWith("#") ? query.substring(1) : query).toLowerCase(Locale.ROOT);
    if (tag.isEmpty() || tag.indexOf(' ') >= 0) {
      return List.of();
    }
    // Walks from one tag to the next, however many posts each has.
    return db.sql(
            """
            with recursive walk (tag, n) as (
              (select t.tag, 1 from post_tags t where t.tag >= :tag and t.tag like :prefix
                order by t.tag limit 1)
              union all
              select (select t.tag from post_tags t where t.tag > walk.tag and t.tag like :prefix
                order by t.tag limit 1), walk.n + 1
              from walk where walk.tag is not null and walk.n < 200)
            select walk.tag from walk where walk.tag is not null and exists (
              select from post_tags t join posts p on p.id = t.post_id
                join accounts a on a.id = p.account_id
              where t.tag = walk.tag and %s)
            order by walk.tag limit :limit offset :offset
            """
                .formatted(Sight.open("p", "a", ":viewer")),
            viewer)
        .param("tag", tag)
        .param("prefix", like(tag) + "%")
        .param("limit", limit)
        .param("offset", offset)
        .query((row, n) -> row.getString(1))
        .list();
  }

  private static String query(String given) {
    String bare = given.strip();
    return Texts.clean(
        "The query",
        bare.substring(0, Math.min(LENGTH, bare.length())).replaceAll("[\ud800-\udfff]$", ""));
  }

  private static String like(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
