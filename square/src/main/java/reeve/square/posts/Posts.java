package reeve.square.posts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.square.accounts.Profiles;
import reeve.square.accounts.Standing;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Texts;
import reeve.square.base.Viewer;
import reeve.square.base.Visibility;
import reeve.square.holds.Holds;
import reeve.square.media.MediaStore;
import reeve.square.notices.Notices;
import reeve.square.outbox.Event;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.Shapes;

/** Writes and deletes posts. */
@Component
public final class Posts {
  private final Clocked db;
  private final TransactionTemplate transaction;
  private final PostReader reader;
  private final MediaStore media;
  private final Notices notices;
  private final Outbox outbox;
  private final Shapes shapes;
  private final Standing standing;
  private final Holds holds;

  Posts(
      Clocked db,
      TransactionTemplate transaction,
      PostReader reader,
      MediaStore media,
      Notices notices,
      Outbox outbox,
      Shapes shapes,
      Standing standing,
      Holds holds) {
    this.db = db;
    this.transaction = transaction;
    this.reader = reader;
    this.media = media;
    this.notices = notices;
    this.outbox = outbox;
    this.shapes = shapes;
    this.standing = standing;
    this.holds = holds;
  }

  /** Writes a post and returns it as its author sees it. */
  public Post write(AccountId author, Draft draft) {
    String text = Texts.clean("The text", draft.text()).strip();
    String spoiler = Texts.clean("The warning", draft.spoiler()).strip();
    Texts.within("A post with its warning", text + spoiler, Settings.POST_LENGTH);
    if (text.isEmpty() && draft.media().isEmpty()) {
      throw Refusal.invalid("A post has a text or a picture.");
    }
    String language = Profiles.language(draft.language());
    PostId id;
    try {
      id =
          transaction.execute(status ->
              written(author, draft.idempotency())
                  .orElseGet(() -> insert(author, draft, text, spoiler, language)));
    } catch (DuplicateKeyException e) {
      // Two requests with one key at the same time: the other has written it.
      id = written(author, draft.idempotency()).orElseThrow(() -> e);
    }
    return reader.get(Viewer.of(author), id);
  }

  private Optional<PostId> written(AccountId author, @Nullable String key) {
    if (key == null) {
      return Optional.empty();
    }
    return db.sql("select id from posts where account_id = :author and idempotency = :key")
        .param("author", author.value())
        .param("key", Texts.within("Idempotency-Key", key, 200))
        .query(Long.class)
        .optional()
        .map(PostId::new);
  }

  private PostId insert(
      AccountId author, Draft draft, String text, String spoiler, @Nullable String language) {
    standing.requirePresent(author);
    if (draft.replyTo() != null) {
      reader.get(Viewer.of(author), draft.replyTo());
    }
    Visibility visibility =
        draft.visibility() != null ? draft.visibility() : defaultVisibility(author);
    var id = new PostId(db.nextId());
    db.sql(
            """
            insert into posts (id, account_id, at, text, spoiler, sensitive, language, visibility,
              reply_to, client, idempotency)
            values (:id, :author, :now, :text, :spoiler, :sensitive,
              coalesce(:language, (select language from accounts where id = :author)), :visibility,
              :replyTo::bigint, :client, :idempotency)
            """)
        .param("id", id.value())
        .param("author", author.value())
        .param("text", text)
        .param("spoiler", spoiler)
        .param("sensitive", draft.sensitive() || !spoiler.isEmpty())
        .param("language", language)
        .param("visibility", visibility.word())
        .param("replyTo", draft.replyTo() == null ? null : draft.replyTo().value())
        .param("client", draft.client())
        .param("idempotency", draft.idempotency())
        .update();
    media.attach(author, id, draft.media());
    List<AccountId> mentioned = mention(author, id, Part.handles(text));
    if (visibility == Visibility.PUBLIC) {
      tag(id, Part.tags(spoiler + " " + text));
    }
    notices.tell(mentioned, Notices.Kind.MENTION, author, id);
    if (visibility.open()) {
      outbox.add(new Event.PostCreated(shapes.post(id)));
    }
    return id;
  }

  private Visibility defaultVisibility(AccountId author) {
    return Visibility.parse(
        db.sql("select default_visibility from accounts where id = :id")
            .param("id", author.value())
            .query(String.class)
            .single());
  }

  /** Who blocks the author is not reached by a mention. */
  private List<AccountId> mention(AccountId author, PostId post, Set<String> handles) {
    if (handles.isEmpty()) {
      return List.of();
    }
    return db.sql(
            """
            insert into mentions (post_id, account_id)
            select :post, a.id from accounts a
            where lower(a.handle) = any (:handles) and a.state = 'active'
              and not exists (select from blocks b where b.account_id = a.id and b.target = :author)
            returning account_id
            """)
        .param("post", post.value())
        .param("author", author.value())
        .param("handles", handles.toArray(String[]::new))
        .query((row, n) -> new AccountId(row.getLong(1)))
        .list();
  }

  private void tag(PostId post, Set<String> tags) {
    if (!tags.isEmpty()) {
      db.sql("insert into post_tags (tag, post_id) select unnest(:tags), :post")
          .param("tags", tags.toArray(String[]::new))
          .param("post", post.value())
          .update();
    }
  }

  /**
   * Deletes a post of one's own: its words and everything that hangs on it are erased; a row
   * without content stays, so that answers know where they hang.
   *
   * @return the post as it was, so that it can be written anew
   */
  public Post delete(AccountId author, PostId id) {
    return transaction.execute(status -> {
      Post post = reader.get(Viewer.of(author), id);
      if (!post.author().id().equals(author)) {
        throw Refusal.notFound("post");
      }
      List<Long> gone = new ArrayList<>();
      gone.add(id.value());
      gone.addAll(
          db.sql("select id from posts where boost_of = :id and deleted_at is null")
              .param("id", id.value())
              .query(Long.class)
              .list());
      holds.keepPosts(author, gone);
      erase(gone.toArray(Long[]::new));
      if (post.visibility().open() && post.boosted() == null) {
        outbox.add(new Event.PostDeleted(db.instant(), post.origin(), id, author));
      }
      return post;
    });
  }

  private void erase(Long[] ids) {
    for (String table : List.of("media", "mentions", "post_tags", "favourites", "notifications")) {
      db.sql("delete from " + table + " where post_id = any (:ids)").param("ids", ids).update();
    }
    db.sql(
            """
            update posts set deleted_at = :now, text = '', spoiler = '', language = null,
              client = null, idempotency = null
            where id = any (:ids)
            """)
        .param("ids", ids)
        .update();
  }

  /** Shows a post on to one's followers; never a private or direct one, and never wider. */
  public Post boost(AccountId account, PostId id) {
    PostId boost =
        transaction.execute(status -> {
          standing.requirePresent(account);
          Post original = reader.get(Viewer.of(account), id).content();
          if (!original.visibility().open()) {
            throw Refusal.invalid("Only public and unlisted posts can be boosted.");
          }
          return boosted(account, original.id()).orElseGet(() -> insertBoost(account, original));
        });
    return reader.get(Viewer.of(account), boost);
  }

  private Optional<PostId> boosted(AccountId account, PostId original) {
    return db.sql(
            """
            select id from posts where boost_of = :post and account_id = :account and deleted_at is null
            """)
        .param("post", original.value())
        .param("account", account.value())
        .query(Long.class)
        .optional()
        .map(PostId::new);
  }

  private PostId insertBoost(AccountId account, Post original) {
    var id = new PostId(db.nextId());
    db.sql(
            """
            insert into posts (id, account_id, at, text, visibility, boost_of)
            values (:id, :account, :now, '', :visibility, :original)
            """)
        .param("id", id.value())
        .param("account", account.value())
        .param("visibility", original.visibility().word())
        .param("original", original.id().value())
        .update();
    notices.tell(List.of(original.author().id()), Notices.Kind.REBLOG, account, original.id());
    outbox.add(
        new Event.Boosted(
            db.instant(), Origin.LIVE, account, original.id(), original.author().id()));
    return id;
  }

  /** Takes a boost back; takes the post or the boost. */
  public Post unboost(AccountId account, PostId id) {
    return transaction.execute(status -> {
      Post original = reader.get(Viewer.of(account), id).content();
      boosted(account, original.id()).ifPresent(boost -> erase(new Long[] {boost.value()}));
      notices.retract(original.author().id(), Notices.Kind.REBLOG, account, original.id());
      return reader.get(Viewer.of(account), original.id());
    });
  }

  public Post favourite(AccountId account, PostId id) {
    return transaction.execute(status -> {
      standing.requirePresent(account);
      Post post = reader.get(Viewer.of(account), id).content();
      db.sql(
              """
              insert into favourites (account_id, post_id, at) values (:account, :post, :now)
              on conflict do nothing
              """)
          .param("account", account.value())
          .param("post", post.id().value())
          .update();
      notices.tell(List.of(post.author().id()), Notices.Kind.FAVOURITE, account, post.id());
      return reader.get(Viewer.of(account), post.id());
    });
  }

  public Post unfavourite(AccountId account, PostId id) {
    return transaction.execute(status -> {
      Post post = reader.get(Viewer.of(account), id).content();
      db.sql("delete from favourites where account_id = :account and post_id = :post")
          .param("account", account.value())
          .param("post", post.id().value())
          .update();
      notices.retract(post.author().id(), Notices.Kind.FAVOURITE, account, post.id());
      return reader.get(Viewer.of(account), post.id());
    });
  }
}
