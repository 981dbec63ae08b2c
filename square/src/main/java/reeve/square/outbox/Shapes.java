package reeve.square.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.PostId;
import reeve.square.base.Times;
import reeve.square.outbox.Event.AccountShape;
import reeve.square.outbox.Event.Field;
import reeve.square.outbox.Event.Picture;
import reeve.square.outbox.Event.PostShape;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads accounts and posts in the shape in which events carry them. */
@Component
public final class Shapes {
  private static final TypeReference<List<Field>> FIELDS = new TypeReference<>() {};
  private static final TypeReference<List<Picture>> PICTURES = new TypeReference<>() {};

  /** So many posts a capture holds. */
  private static final int RECENT = 20;

  private static final String ACCOUNTS =
      """
      select a.*, a.suspended_until > :now as suspended, a.limited_until > :now as limited,
        (select count(*) from follows f where f.target = a.id) as followers,
        (select count(*) from follows f where f.follower = a.id) as following,
        (select count(*) from posts p where p.account_id = a.id and p.boost_of is null
          and p.deleted_at is null) as posts
      from accounts a where a.id = any ((select :ids)::bigint[])
      """;

  /** The columns of a post {@code p} that {@link #post} reads. */
  public static final String POST_COLUMNS =
      """
      p.id, p.account_id, p.at, p.text, p.spoiler, p.language, p.visibility, p.origin, p.reply_to,
      array(select m.account_id from mentions m where m.post_id = p.id order by 1) as mentions,
      (select json_agg(json_build_object('sha256', m.sha256, 'type', i.type, 'width', i.width,
          'height', i.height, 'description', m.description) order by m.position, m.id)
        from media m join pictures i on i.sha256 = m.sha256 where m.post_id = p.id) as pictures
      """;

  private final Clocked db;
  private final JsonMapper json;

  public Shapes(Clocked db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  public AccountShape account(AccountId id) {
    AccountShape shape = accounts(List.of(id.value())).get(id.value());
    if (shape == null) {
      throw new IllegalArgumentException("no account " + id);
    }
    return shape;
  }

  public Map<Long, AccountShape> accounts(Collection<Long> ids) {
    var found = new LinkedHashMap<Long, AccountShape>();
    db.sql(ACCOUNTS)
        .param("ids", ids.toArray(Long[]::new))
        .query((row, n) -> {
          found.put(row.getLong("id"), account(row));
          return n;
        })
        .list();
    return found;
  }

  public PostShape post(PostId id) {
    return db.sql("select " + POST_COLUMNS + " from posts p where p.id = :id")
        .param("id", id.value())
        .query((row, n) -> post(row))
        .single();
  }

  /** The newest open posts of several accounts, newest first, at most so many of each. */
  public Map<Long, List<PostShape>> recent(Collection<Long> accounts, int most) {
    var found = new LinkedHashMap<Long, List<PostShape>>();
    accounts.forEach(account -> found.put(account, new ArrayList<>()));
    db.sql(
            "select "
                + POST_COLUMNS
                + """
                from unnest((select :accounts)::bigint[]) as t (account) cross join lateral (
                  select * from posts r
                  where r.account_id = t.account and r.boost_of is null and r.deleted_at is null
                    and r.sealed_at is null and r.visibility in ('public', 'unlisted')
                  order by r.id desc limit :most) p
                order by p.account_id, p.id desc
                """)
        .param("accounts", accounts.toArray(Long[]::new))
        .param("most", most)
        .query((row, n) -> post(row))
        .list()
        .forEach(post ->
            found.computeIfAbsent(Long.valueOf(post.account()), id -> new ArrayList<>()).add(post));
    return found;
  }

  /** Those of the accounts that there are, as they are now, each with its newest open posts. */
  public List<Event.Captured> captured(Collection<Long> ids, Instant now) {
    Map<Long, List<PostShape>> recent = recent(ids, RECENT);
    return accounts(ids).entrySet().stream()
        .map(one ->
            new Event.Captured(now, one.getValue(), recent.getOrDefault(one.getKey(), List.of())))
        .toList();
  }

  /** Reads a row of {@link #POST_COLUMNS}. */
  public PostShape post(ResultSet row) throws SQLException {
    String spoiler = row.getString("spoiler");
    String text = row.getString("text");
    @Nullable String pictures = row.getString("pictures");
    long replyTo = row.getLong("reply_to");
    Long[] mentions = (Long[]) row.getArray("mentions").getArray();
    return new PostShape(
        row.getString("id"),
        row.getString("account_id"),
        Times.iso(Times.of(row, "at")),
        spoiler.isEmpty() ? text : spoiler + "\n\n" + text,
        row.getString("language"),
        row.getString("visibility"),
        row.getString("origin"),
        replyTo == 0 ? null : Long.toString(replyTo),
        List.of(mentions).stream().map(String::valueOf).toList(),
        pictures == null ? List.of() : json.readValue(pictures, PICTURES));
  }

  private AccountShape account(ResultSet row) throws SQLException {
    Instant created = Times.of(row, "created_at");
    return new AccountShape(
        row.getString("id"),
        row.getString("handle"),
        row.getString("display_name"),
        row.getString("bio"),
        row.getString("location"),
        json.readValue(row.getString("fields"), FIELDS),
        row.getString("avatar"),
        Times.iso(created),
        state(row),
        row.getString("origin"),
        Math.max(row.getLong("followers"), row.getLong("source_followers")),
        Math.max(row.getLong("following"), row.getLong("source_following")),
        row.getLong("posts"),
        row.getString("sign_up_reason"));
  }

  private static String state(ResultSet row) throws SQLException {
    if (!row.getString("state").equals("active")) {
      return "pending";
    }
    return row.getBoolean("suspended")
        ? "suspended"
        : row.getBoolean("limited") ? "limited" : "active";
  }
}
