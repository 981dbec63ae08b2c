package reeve.square.holds;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Ids;
import reeve.square.base.Times;
import reeve.square.door.SquareAction.Category;
import reeve.square.door.SquareAction.HandOver;
import reeve.square.door.SquareReceipt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the file of a hand-over ({@code docs/events.md}): what was asked for and nothing else.
 * Sealed posts are named without their words.
 */
@Component
public final class HandOvers {
  /** So many posts one file holds at the most. */
  static final int MOST = 20_000;

  /** So many bytes. */
  static final int MOST_BYTES = 16 << 20;

  private final Clocked db;
  private final JsonMapper json;

  HandOvers(Clocked db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** Answers a hand-over. Reads alone: asked again, it gives what is there then. */
  public SquareReceipt answer(AccountId account, HandOver asked, Instant now) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("format", "reeve-hand-over/1");
    file.put("reference", asked.reference());
    file.put("at", Times.iso(now));
    file.put("account", account.toString());
    file.put("asked", asked(asked));
    if (asked.categories().contains(Category.SUBSCRIBER)) {
      file.put("subscriber", subscriber(account));
    }
    if (asked.categories().contains(Category.SIGN_INS)) {
      file.put("signIns", signIns(account, asked));
    }
    if (!visibilities(asked).isEmpty()) {
      List<Map<String, Object>> posts = posts(account, asked);
      if (posts.size() > MOST) {
        return tooMuch();
      }
      List<Map<String, String>> missing = missing(account, asked, posts);
      if (!asked.posts().isEmpty() && posts.isEmpty() && asked.categories().size() == 1) {
        return new SquareReceipt.Refused(
            SquareReceipt.Why.NO_SUCH_POST, "None of the posts is among what was asked for.");
      }
      file.put("posts", posts);
      file.put("notGiven", missing);
    }
    String written = json.writeValueAsString(file);
    return written.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
        ? tooMuch()
        : new SquareReceipt.HandedOver(now, written);
  }

  private static SquareReceipt tooMuch() {
    return new SquareReceipt.Refused(
        SquareReceipt.Why.TOO_MUCH,
        "At most %,d posts and %d MiB at once: ask for a shorter time.".formatted(MOST, 16));
  }

  private static Map<String, Object> asked(HandOver asked) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("categories", asked.categories().stream().sorted().map(HandOvers::word).toList());
    told.put("posts", asked.posts());
    told.put("from", asked.from() == null ? null : Times.iso(asked.from()));
    told.put("until", asked.until() == null ? null : Times.iso(asked.until()));
    return told;
  }

  private static String word(Category category) {
    return switch (category) {
      case SUBSCRIBER -> "subscriber";
      case SIGN_INS -> "sign-ins";
      case PUBLIC_POSTS -> "public posts";
      case PRIVATE_POSTS -> "private posts";
    };
  }

  private Map<String, Object> subscriber(AccountId account) {
    Map<String, Object> told =
        db.sql("select * from accounts where id = :account")
            .param("account", account.value())
            .query((row, n) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("handle", row.getString("handle"));
              one.put("mail", row.getString("mail"));
              one.put("signedUpAt", Times.iso(Times.of(row, "created_at")));
              one.put("signUpReason", row.getString("sign_up_reason"));
              one.put("state", row.getString("state"));
              one.put("displayName", row.getString("display_name"));
              one.put("bio", row.getString("bio"));
              one.put("location", row.getString("location"));
              one.put("fields", tree(row.getString("fields")));
              one.put("avatar", row.getString("avatar"));
              one.put("language", row.getString("language"));
              return one;
            })
            .single();
    told.put(
        "formerly",
        db.sql(
                """
                select value::text as value, at from kept
                where account_id = :account and part in ('profile', 'sign-up') order by id
                """)
            .param("account", account.value())
            .query((row, n) ->
                Map.of(
                    "until", Times.iso(Times.of(row, "at")), "was", tree(row.getString("value"))))
            .list());
    return told;
  }

  /** Browsers and programs; the square keeps no addresses. */
  private Map<String, Object> signIns(AccountId account, HandOver asked) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("addresses", "not kept");
    told.put(
        "signIns",
        db.sql(
                """
                select * from (
                  select 'browser' as by, created_at as at, null::timestamptz as ended
                  from sessions where account_id = :account
                  union all
                  select 'browser', (value->>'at')::timestamptz, at
                  from kept where account_id = :account and part = 'sign-in'
                  union all
                  select p.name, t.created_at, t.revoked_at
                  from oauth_tokens t join apps p on p.id = t.app_id where t.account_id = :account) s
                where (:from::timestamptz is null or at >= :from)
                  and (:until::timestamptz is null or at < :until)
                order by at limit :most
                """)
            .param("account", account.value())
            .param("from", Times.sqlOrNull(asked.from()))
            .param("until", Times.sqlOrNull(asked.until()))
            .param("most", MOST)
            .query((row, n) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("by", row.getString("by"));
              one.put("at", Times.iso(Times.of(row, "at")));
              one.put("ended", isoOrNull(Times.orNull(row, "ended")));
              return one;
            })
            .list());
    return told;
  }

  private static List<String> visibilities(HandOver asked) {
    List<String> wanted = new ArrayList<>();
    if (asked.categories().contains(Category.PUBLIC_POSTS)) {
      wanted.addAll(List.of("public", "unlisted"));
    }
    if (asked.categories().contains(Category.PRIVATE_POSTS)) {
      wanted.addAll(List.of("private", "direct"));
    }
    return wanted;
  }

  private List<Map<String, Object>> posts(AccountId account, HandOver asked) {
    return db.sql(
            """
            select p.id, p.at, p.visibility, p.reply_to, p.deleted_at, p.removed_at, p.sealed_at,
              case when p.deleted_at is null then jsonb_build_object('text', p.text,
                'spoiler', p.spoiler, 'language', p.language, 'client', p.client,
                'mentions', array(select m.account_id::text from mentions m
                  where m.post_id = p.id order by m.account_id),
                'media', coalesce((select jsonb_agg(jsonb_build_object('sha256', m.sha256,
                    'description', m.description) order by m.position, m.id)
                  from media m where m.post_id = p.id), '[]'))
              else (select k.value from kept k where k.account_id = p.account_id
                and k.part = 'post' and k.item = p.id::text) end::text as words
            from posts p
            where p.account_id = :account and p.boost_of is null and p.visibility = any (:seen)
              and (:every or p.id = any (:posts))
              and (:from::timestamptz is null or p.at >= :from)
              and (:until::timestamptz is null or p.at < :until)
            order by p.id limit :most
            """)
        .param("account", account.value())
        .param("seen", visibilities(asked).toArray(String[]::new))
        .param("every", asked.posts().isEmpty())
        .param("posts", asked.posts().stream().map(Ids::orZero).toArray(Long[]::new))
        .param("from", Times.sqlOrNull(asked.from()))
        .param("until", Times.sqlOrNull(asked.until()))
        .param("most", MOST + 1)
        .query(this::post)
        .list();
  }

  private Map<String, Object> post(ResultSet row, int n) throws SQLException {
    Map<String, Object> one = new LinkedHashMap<>();
    long replyTo = row.getLong("reply_to");
    String words = row.getString("words");
    boolean sealed = row.getObject("sealed_at") != null;
    one.put("id", row.getString("id"));
    one.put("at", Times.iso(Times.of(row, "at")));
    one.put("visibility", row.getString("visibility"));
    one.put("replyTo", replyTo == 0 ? null : Long.toString(replyTo));
    one.put("deletedAt", isoOrNull(Times.orNull(row, "deleted_at")));
    one.put("removedAt", isoOrNull(Times.orNull(row, "removed_at")));
    one.put("sealed", sealed);
    one.put("words", words == null || sealed ? null : tree(words));
    return one;
  }

  /** Posts that were asked for by id and are not in the file, each with why. */
  private List<Map<String, String>> missing(
      AccountId account, HandOver asked, List<Map<String, Object>> given) {
    if (asked.posts().isEmpty()) {
      return List.of();
    }
    Set<Object> there = new HashSet<>();
    given.forEach(post -> there.add(String.valueOf(post.get("id"))));
    Set<String> own =
        new HashSet<>(
            db.sql("select id::text from posts where id = any (:posts) and account_id = :account")
                .param("posts", asked.posts().stream().map(Ids::orZero).toArray(Long[]::new))
                .param("account", account.value())
                .query((row, n) -> row.getString(1))
                .list());
    return asked.posts().stream()
        .filter(post -> !there.contains(post))
        .map(post ->
            Map.of(
                "post",
                post,
                "why",
                own.contains(post)
                    ? "outside the categories or the time that were asked for"
                    : "the account has no such post"))
        .toList();
  }

  private JsonNode tree(String text) {
    return json.readTree(text);
  }

  private static @Nullable String isoOrNull(@Nullable Instant at) {
    return at == null ? null : Times.iso(at);
  }
}
