package reeve.square.posts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.accounts.Account;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Times;
import reeve.square.base.Viewer;
import reeve.square.base.Visibility;
import reeve.square.media.MediaStore;
import reeve.square.media.MediaStore.Medium;
import reeve.square.sight.Sight;

/** Reads posts as a viewer may see them; what the viewer may not read is not there. */
@Component
public final class PostReader {
  private static final String SELECT =
      """
      select p.*, parent.account_id as parent_account,
        (select count(*) from posts r where r.reply_to = p.id
          and r.visibility in ('public', 'unlisted')
          and (select
      """
          + Sight.stands("r", "ra")
          + """
          from accounts ra where ra.id = r.account_id)) as replies,
          (select count(*) from posts b where b.boost_of = p.id and (select
          """
          + Sight.stands("b", "ba")
          + """
          from accounts ba where ba.id = b.account_id)) as boosts,
          (select count(*) from favourites f where f.post_id = p.id and (select
          """
          + Sight.present("fa")
          + """
            from accounts fa where fa.id = f.account_id)) as favourites,
            exists (select from favourites f where f.post_id = p.id and f.account_id = :viewer) as favourited,
            exists (select from posts b where b.boost_of = p.id and b.account_id = :viewer
              and b.deleted_at is null) as boosted,
            array(select m.account_id || ':' || ma.handle from mentions m
              join accounts ma on ma.id = m.account_id where m.post_id = p.id order by m.account_id) as mentioned
          from posts p join accounts a on a.id = p.account_id
            left join posts parent on parent.id = p.reply_to and parent.deleted_at is null
          where p.id = any ((select :ids)::bigint[]) and
          """
          + Sight.readable("p", "a", ":viewer");

  private final Clocked db;
  private final Accounts accounts;
  private final MediaStore media;

  PostReader(Clocked db, Accounts accounts, MediaStore media) {
    this.db = db;
    this.accounts = accounts;
    this.media = media;
  }

  /** One that the viewer may read. */
  public Post get(Viewer viewer, PostId id) {
    return all(viewer, List.of(id.value())).stream()
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("post"));
  }

  /** Several, in the order given; a boost whose post the viewer may not read is not there. */
  public List<Post> all(Viewer viewer, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<Long, Row> rows = rows(viewer, ids);
    var originals = new LinkedHashSet<Long>();
    rows.values().forEach(row -> row.boostOf().ifPresent(originals::add));
    originals.removeAll(rows.keySet());
    if (!originals.isEmpty()) {
      rows.putAll(rows(viewer, originals));
    }
    Map<AccountId, Account> authors =
        accounts.shown(rows.values().stream().map(Row::account).distinct().toList());
    Map<Long, List<Medium>> pictures = media.of(rows.keySet());
    var posts = new HashMap<Long, Post>();
    rows.forEach((id, row) -> {
      Account author = authors.get(row.account());
      if (author != null) {
        posts.put(id, row.post(author, pictures.getOrDefault(id, List.of())));
      }
    });
    var result = new ArrayList<Post>();
    for (Long id : ids) {
      Row row = rows.get(id);
      Post post = posts.get(id);
      if (row == null || post == null) {
        continue;
      }
      if (row.boostOf().isEmpty()) {
        result.add(post);
      } else {
        Post original = posts.get(row.boostOf().get());
        if (original != null) {
          result.add(post.withBoosted(original));
        }
      }
    }
    return result;
  }

  private Map<Long, Row> rows(Viewer viewer, Collection<Long> ids) {
    var rows = new LinkedHashMap<Long, Row>();
    db.sql(SELECT, viewer)
        .param("ids", ids.toArray(Long[]::new))
        .query((row, n) -> Row.read(row))
        .list()
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  private record Row(
      long id,
      AccountId account,
      Instant at,
      String text,
      String spoiler,
      boolean sensitive,
      @Nullable String language,
      Visibility visibility,
      Origin origin,
      @Nullable PostId replyTo,
      @Nullable AccountId replyToAccount,
      java.util.Optional<Long> boostOf,
      List<Post.Mentioned> mentions,
      long replies,
      long boosts,
      long favourites,
      boolean favourited,
      boolean boosted,
      @Nullable String client) {

    static Row read(ResultSet row) throws SQLException {
      long replyTo = row.getLong("reply_to");
      long parent = row.getLong("parent_account");
      long boostOf = row.getLong("boost_of");
      return new Row(
          row.getLong("id"),
          new AccountId(row.getLong("account_id")),
          Times.of(row, "at"),
          row.getString("text"),
          row.getString("spoiler"),
          row.getBoolean("sensitive"),
          row.getString("language"),
          Visibility.parse(row.getString("visibility")),
          Origin.parse(row.getString("origin")),
          replyTo == 0 || parent == 0 ? null : new PostId(replyTo),
          parent == 0 ? null : new AccountId(parent),
          boostOf == 0 ? java.util.Optional.empty() : java.util.Optional.of(boostOf),
          mentioned((String[]) row.getArray("mentioned").getArray()),
          row.getLong("replies"),
          row.getLong("boosts"),
          row.getLong("favourites"),
          row.getBoolean("favourited"),
          row.getBoolean("boosted"),
          row.getString("client"));
    }

    private static List<Post.Mentioned> mentioned(String[] found) {
      var mentions = new ArrayList<Post.Mentioned>();
      for (String one : found) {
        int colon = one.indexOf(':');
        mentions.add(
            new Post.Mentioned(
                new AccountId(Long.parseLong(one.substring(0, colon))), one.substring(colon + 1)));
      }
      return mentions;
    }

    Post post(Account author, List<Medium> pictures) {
      return new Post(
          new PostId(id),
          author,
          at,
          text,
          spoiler,
          sensitive,
          language,
          visibility,
          origin,
          replyTo,
          replyToAccount,
          null,
          mentions,
          pictures,
          replies,
          boosts,
          favourites,
          favourited,
          boosted,
          client);
    }
  }
}
