package reeve.square.media;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.base.AccountId;
import reeve.square.base.Bytes;
import reeve.square.base.Clocked;
import reeve.square.base.Digests;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Texts;
import reeve.square.base.Times;
import reeve.square.sight.Sight;

/**
 * Keeps pictures in the database, once for each content, so that they come and go in the same
 * transactions as the posts that show them.
 */
@Component
public final class MediaStore {
  /** The most characters of a description. */
  public static final int DESCRIPTION = 1500;

  /** Uploads that no post took are gone after a day. */
  static final Duration LOOSE = Duration.ofDays(1);

  /** Deletes uploads that no post took; of an account under a hold they are kept. */
  static final String DROP_LOOSE =
      """
      with gone as (delete from media where post_id is null and created_at < :before returning *)
      insert into kept (account_id, part, item, value, pictures, at)
      select g.account_id, 'upload', '',
        jsonb_build_object('sha256', g.sha256, 'description', g.description, 'at', g.created_at),
        array[g.sha256], :now
      from gone g where exists (select from holds h where h.account_id = g.account_id)
      """;

  private static final int MOST_LOOSE = 40;

  private final Clocked db;
  private final TransactionTemplate transaction;

  public MediaStore(Clocked db, TransactionTemplate transaction) {
    this.db = db;
    this.transaction = transaction;
  }

  /**
   * A picture of a post, or one that waits for its post.
   *
   * @param key the unguessable part of its address
   */
  public record Medium(
      long id, String key, String sha256, String type, int width, int height, String description) {}

  /** Bytes to be sent. */
  public record Content(String type, Bytes bytes) {}

  /** Takes a picture in for a post to come. */
  public Medium upload(
      AccountId account, byte[] bytes, @Nullable String declared, @Nullable String description) {
    String words = description(description);
    Picture picture = Pictures.make(bytes, declared);
    var medium =
        new Medium(
            db.nextId(),
            Digests.random(16),
            picture.sha256(),
            picture.type(),
            picture.width(),
            picture.height(),
            words);
    transaction.executeWithoutResult(status -> {
      dropLoose(account);
      keep(picture);
      db.sql(
              """
              insert into media (id, account_id, sha256, description, key, created_at)
              values (:id, :account, :sha256, :description, :key, :now)
              """)
          .param("id", medium.id())
          .param("account", account.value())
          .param("sha256", medium.sha256())
          .param("description", medium.description())
          .param("key", medium.key())
          .update();
    });
    return medium;
  }

  /** Makes a picture of bytes and keeps it, for an avatar; the caller's transaction, if any. */
  public String keepAvatar(byte[] bytes, @Nullable String declared) {
    Picture picture = Pictures.make(bytes, declared);
    keep(picture);
    return picture.sha256();
  }

  /** Keeps a picture; the same content again changes nothing, but that it is in use again. */
  public void keep(Picture picture) {
    db.sql(
            """
            insert into pictures (sha256, type, width, height, bytes, preview, preview_type)
            values (:sha256, :type, :width, :height, :bytes, :preview, :previewType)
            on conflict (sha256) do update set unused_since = null
              where pictures.unused_since is not null
            """)
        .param("sha256", picture.sha256())
        .param("type", picture.type())
        .param("width", picture.width())
        .param("height", picture.height())
        .param("bytes", picture.bytes().array())
        .param("preview", picture.preview().array())
        .param("previewType", picture.previewType())
        .update();
  }

  /** Describes one that waits for its post. */
  public Medium describe(AccountId account, long id, @Nullable String description) {
    int changed =
        db.sql(
                """
                update media set description = :description
                where id = :id and account_id = :account and post_id is null
                """)
            .param("description", description(description))
            .param("id", id)
            .param("account", account.value())
            .update();
    if (changed == 0) {
      throw Refusal.notFound("picture");
    }
    return loose(account, id);
  }

  /** One of the account's own that waits for its post. */
  public Medium loose(AccountId account, long id) {
    return db.sql(
            """
            select m.id, m.key, m.sha256, i.type, i.width, i.height, m.description
            from media m join pictures i on i.sha256 = m.sha256
            where m.id = :id and m.account_id = :account and m.post_id is null
            """)
        .param("id", id)
        .param("account", account.value())
        .query(Medium.class)
        .optional()
        .orElseThrow(() -> Refusal.notFound("picture"));
  }

  /** Gives waiting pictures to a post, in this order. In the transaction that writes the post. */
  public void attach(AccountId account, PostId post, List<Long> ids) {
    if (ids.size() > Settings.POST_PICTURES) {
      throw Refusal.invalid("A post has at most four pictures.");
    }
    for (int i = 0; i < ids.size(); i++) {
      int changed =
          db.sql(
                  """
                  update media set post_id = :post, position = :position
                  where id = :id and account_id = :account and post_id is null
                  """)
              .param("post", post.value())
              .param("position", i)
              .param("id", ids.get(i))
              .param("account", account.value())
              .update();
      if (changed == 0) {
        throw Refusal.invalid("A picture of this post was not uploaded, or is part of another.");
      }
    }
  }

  /** The pictures of several posts, in order. */
  public Map<Long, List<Medium>> of(Collection<Long> posts) {
    var found = new LinkedHashMap<Long, List<Medium>>();
    if (posts.isEmpty()) {
      return found;
    }
    db.sql(
            """
            select m.post_id, m.id, m.key, m.sha256, i.type, i.width, i.height, m.description
            from media m join pictures i on i.sha256 = m.sha256
            where m.post_id = any ((select :posts)::bigint[]) and i.sealed_at is null
            order by m.post_id, m.position, m.id
            """)
        .param("posts", posts.toArray(Long[]::new))
        .query((row, n) ->
            found
                .computeIfAbsent(row.getLong("post_id"), id -> new java.util.ArrayList<>())
                .add(
                    new Medium(
                        row.getLong("id"),
                        row.getString("key"),
                        row.getString("sha256"),
                        row.getString("type"),
                        row.getInt("width"),
                        row.getInt("height"),
                        row.getString("description"))))
        .list();
    return found;
  }

  /** What stands at a picture's address: nothing unless its post stands. */
  public Optional<Content> content(long id, String key, boolean preview) {
    return db.sql(
            """
            select case when :preview then i.preview else i.bytes end as bytes,
              case when :preview then i.preview_type else i.type end as type, m.key
            from media m join pictures i on i.sha256 = m.sha256
              left join posts p on p.id = m.post_id
              left join accounts a on a.id = m.account_id
            where m.id = :id and i.sealed_at is null and (m.post_id is null or
            """
                + Sight.stands("p", "a")
                + ")")
        .param("preview", preview)
        .param("id", id)
        .query((row, n) ->
            Digests.same(Digests.sha256(row.getString("key")), Digests.sha256(key))
                ? Optional.of(new Content(row.getString("type"), Bytes.of(row.getBytes("bytes"))))
                : Optional.<Content>empty())
        .optional()
        .flatMap(found -> found);
  }

  /** An account's picture of itself; nothing of a suspended account. */
  public Optional<Content> avatar(AccountId account, String sha256) {
    return db.sql(
            """
            select i.preview as bytes, i.preview_type as type
            from accounts a join pictures i on i.sha256 = a.avatar
            where a.id = :id and a.avatar = :sha256 and i.sealed_at is null and
            """
                + Sight.present("a"))
        .param("id", account.value())
        .param("sha256", sha256)
        .query((row, n) -> new Content(row.getString("type"), Bytes.of(row.getBytes("bytes"))))
        .optional();
  }

  /** The bytes by their hash, for whoever moderates; nothing of a sealed picture. */
  public Optional<byte[]> bytes(String sha256) {
    return db.sql("select bytes from pictures where sha256 = :sha256 and sealed_at is null")
        .param("sha256", sha256)
        .query((row, n) -> row.getBytes("bytes"))
        .optional();
  }

  private void dropLoose(AccountId account) {
    db.sql(DROP_LOOSE).param("before", Times.sql(db.instant().minus(LOOSE))).update();
    int waiting =
        db.sql("select count(*) from media where account_id = :account and post_id is null")
            .param("account", account.value())
            .query(Integer.class)
            .single();
    if (waiting >= MOST_LOOSE) {
      throw Refusal.invalid("Forty pictures wait for their posts already; write the posts first.");
    }
  }

  private static String description(@Nullable String description) {
    return Texts.within(
            "A picture's description", description == null ? "" : description, DESCRIPTION)
        .strip();
  }
}
