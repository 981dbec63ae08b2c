package reeve.square.posts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
    for (Row row : rows.values()) {
      if (row.boostOf() != null) {
        originals.add(row.boostOf());
      }
    }
    originals.removeAll(rows.keySet());
    if (!originals.isEmpty()) {
      rows.putAll(rows(viewer, originals));
    }
    Map<AccountId, Account> authors =
        accounts.shown(rows.values().stream().map(Row::account).distinct().toList());
    Map<Long, List<Medium>> pictures = media.of(rows.keySet());
    var result = new ArrayList<Post>();
    for (Long id : ids) {
      Row row = rows.get(id);
      Row shown = row == null || row.boostOf() == null ? null : rows.get(row.boostOf());
      Post boosted = shown == null ? null : post(shown, null, authors, pictures);
      boolean lost = row != null && row.boostOf() != null && boosted == null;
      Post post = row == null || lost ? null : post(row, boosted, authors, pictures);
      if (post != null) {
        result.add(post);
      }
    }
    return result;
  }

  private static @Nullable Post post(
      Row row,
      @Nullable Post boosted,
      Map<AccountId, Account> authors,
      Map<Long, List<Medium>> pictures) {
    Account author = authors.get(row.account());
    return author == null
        ? null
        : row.rest().with(author, boosted, pictures.getOrDefault(row.id(), List.of()));
  }

  private Map<Long, Row> rows(Viewer viewer, Collection<Long> ids) {
    var rows = new LinkedHashMap<Long, Row>();
    db.sql(SELECT, viewer)
        .param("ids", ids.toArray(Long[]::new))
        .query((row, n) -> read(row))
        .list()
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }

  /** A row, whose author, original and pictures are read for all rows together. */
  private record Row(long id, AccountId account, @Nullable Long boostOf, Rest rest) {}

  private interface Rest {
    Post with(Account author, @Nullable Post boosted, List<Medium> pictures);
  }

  private static Row read(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    Instant at = Times.of(row, "at");
    String text = row.getString("text");
    String spoiler = row.getString("spoiler");
    boolean sensitive = row.getBoolean("sensitive");
    String language = row.getString("language");
    Visibility visibility = Visibility.parse(row.getString("visibility"));
    Origin origin = Origin.parse(row.getString("origin"));
    long parent = row.getLong("parent_account");
    PostId replyTo = parent == 0 ? null : new PostId(row.getLong("reply_to"));
    AccountId replyToAccount = parent == 0 ? null : new AccountId(parent);
    List<Post.Mentioned> mentions = mentioned((String[]) row.getArray("mentioned").getArray());
    long replies = row.getLong("replies");
    long boosts = row.getLong("boosts");
    long favourites = row.getLong("favourites");
    boolean favourited = row.getBoolean("favourited");
    boolean boostedByViewer = row.getBoolean("boosted");
    String client = row.getString("client");
    return new Row(
        id,
        new AccountId(row.getLong("account_id")),
        row.getObject("boost_of", Long.class),
        (author, boosted, pictures) ->
            new Post(
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
                boosted,
                mentions,
                pictures,
                replies,
                boosts,
                favourites,
                favourited,
                boostedByViewer,
                client));
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
}
