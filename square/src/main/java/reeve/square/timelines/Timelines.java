package reeve.square.timelines;

import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.PostId;
import reeve.square.base.Slice;
import reeve.square.base.Viewer;
import reeve.square.posts.Post;
import reeve.square.posts.PostReader;
import reeve.square.sight.Sight;

/** Lists of posts, newest first. A boost stands where it was made. */
@Component
public final class Timelines {
  /** A boost is listed where the viewer may read what it shows on, too. */
  private static final String BOOSTED =
      """
      (p.boost_of is null or exists (select from posts o join accounts oa on oa.id = o.account_id
        where o.id = p.boost_of and
      """
          + Sight.listed("o", "oa", ":viewer")
          + "))";

  private final Clocked db;
  private final PostReader reader;

  Timelines(Clocked db, PostReader reader) {
    this.db = db;
    this.reader = reader;
  }

  /** Which posts of an account. */
  public record Wanted(
      boolean withoutReplies, boolean withoutBoosts, boolean onlyMedia, String tag) {
    public static final Wanted ALL = new Wanted(false, false, false, "");
  }

  /** The posts and boosts of oneself and of whom one follows. */
  public List<Post> home(AccountId account, Slice slice) {
    Viewer viewer = Viewer.of(account);
    String sql =
        """
        select p.id from (
            select target as author from follows where follower = :viewer
            union all select :viewer) f
          cross join lateral (
            select c.* from posts c
            where c.account_id = f.author and c.id < :below and c.id > :above and c.deleted_at is null
            order by c.id %1$s limit :limit) p
          join accounts a on a.id = p.account_id
        where %2$s and %3$s
        order by p.id %1$s limit :limit
        """
            .formatted(slice.order(), Sight.listed("p", "a", ":viewer"), BOOSTED);
    return page(sql, viewer, slice, statement -> statement);
  }

  /** Everybody's public posts. */
  public List<Post> everybody(Viewer viewer, Slice slice, boolean onlyMedia) {
    String sql =
        """
        select p.id from posts p join accounts a on a.id = p.account_id
        where p.boost_of is null and p.id < :below and p.id > :above and %s %s
        order by p.id %s limit :limit
        """
            .formatted(
                Sight.open("p", "a", ":viewer"),
                onlyMedia ? "and exists (select from media m where m.post_id = p.id)" : "",
                slice.order());
    return page(sql, viewer, slice, statement -> statement);
  }

  /**
   * Public posts with a hashtag.
   *
   * @param tag with or without {@code #}, in any case
   */
  public List<Post> tagged(Viewer viewer, String tag, Slice slice) {
    String sql =
        """
        select p.id from post_tags t join posts p on p.id = t.post_id
          join accounts a on a.id = p.account_id
        where t.tag = :tag and t.post_id < :below and t.post_id > :above and %s
        order by t.post_id %s limit :limit
        """
            .formatted(Sight.open("p", "a", ":viewer"), slice.order());
    return page(sql, viewer, slice, statement -> statement.param("tag", bare(tag)));
  }

  /** What an account posted, as far as the viewer may read it. */
  public List<Post> of(AccountId account, Viewer viewer, Slice slice, Wanted wanted) {
    String sql =
        """
        select p.id from posts p join accounts a on a.id = p.account_id
        where p.account_id = :account and p.id < :below and p.id > :above
          and %s and %s %s %s %s
          and (:tag = '' or exists (select from post_tags t where t.post_id = p.id and t.tag = :tag))
        order by p.id %s limit :limit
        """
            .formatted(
                Sight.readable("p", "a", ":viewer"),
                BOOSTED,
                wanted.withoutReplies() ? "and p.reply_to is null" : "",
                wanted.withoutBoosts() ? "and p.boost_of is null" : "",
                wanted.onlyMedia() ? "and exists (select from media m where m.post_id = p.id)" : "",
                slice.order());
    return page(
        sql,
        viewer,
        slice,
        statement -> statement.param("account", account.value()).param("tag", bare(wanted.tag())));
  }

  /** What an account favourited. */
  public List<Post> favourites(AccountId account, Slice slice) {
    String sql =
        """
        select p.id from favourites f join posts p on p.id = f.post_id
          join accounts a on a.id = p.account_id
        where f.account_id = :viewer and p.id < :below and p.id > :above and %s
        order by p.id %s limit :limit
        """
            .formatted(Sight.readable("p", "a", ":viewer"), slice.order());
    return page(sql, Viewer.of(account), slice, statement -> statement);
  }

  /** A post with what it answers and what answers it. */
  public record Conversation(List<Post> ancestors, Post post, List<Post> descendants) {
    public Conversation {
      ancestors = List.copyOf(ancestors);
      descendants = List.copyOf(descendants);
    }
  }

  /** At most 40 ancestors, oldest first, and 500 descendants, each after what it answers. */
  public Conversation thread(Viewer viewer, PostId id) {
    Post post = reader.get(viewer, id);
    String up =
        """
        with recursive up (id, reply_to, depth) as (
          select id, reply_to, 0 from posts where id = :id
          union all
          select p.id, p.reply_to, up.depth + 1 from up join posts p on p.id = up.reply_to
          where up.depth < 40)
        select up.id from up join posts p on p.id = up.id join accounts a on a.id = p.account_id
        where up.depth > 0 and %s order by up.depth desc
        """
            .formatted(Sight.listed("p", "a", ":viewer"));
    String down =
        """
        with recursive down (id, path) as (
          select id, array[id] from posts where id = :id
          union all
          select p.id, down.path || p.id from down join posts p on p.reply_to = down.id
            join accounts a on a.id = p.account_id
          where cardinality(down.path) < 60 and %s)
        select id from down where cardinality(path) > 1 order by path limit 500
        """
            .formatted(Sight.listed("p", "a", ":viewer"));
    return new Conversation(
        reader.all(viewer, ids(up, viewer, id)), post, reader.all(viewer, ids(down, viewer, id)));
  }

  private List<Long> ids(String sql, Viewer viewer, PostId id) {
    return db.sql(sql, viewer).param("id", id.value()).query((row, n) -> row.getLong(1)).list();
  }

  private List<Post> page(
      String sql,
      Viewer viewer,
      Slice slice,
      java.util.function.UnaryOperator<StatementSpec> more) {
    List<Long> ids =
        more.apply(
                db.sql(sql, viewer)
                    .param("below", slice.below())
                    .param("above", slice.above())
                    .param("limit", slice.limit()))
            .query((row, n) -> row.getLong(1))
            .list();
    return reader.all(viewer, slice.newestFirst(ids));
  }

  private static String bare(String tag) {
    return (tag.startsWith("#") ? tag.substring(1) : tag).toLowerCase(Locale.ROOT);
  }
}
