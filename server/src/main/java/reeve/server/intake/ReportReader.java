package reeve.server.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.Docket;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Event.Meta;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Origin;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Post;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.platform.Refused;
import reeve.server.platform.Subject;

/** Reads a request into events, or refuses it with the field and the limit that it broke. */
final class ReportReader {
  static final int COMMENT_MOST = 1_000;
  static final int POSTS_MOST = 40;
  static final int TEXT_MOST = 20_000;
  static final int RULES_MOST = 10;
  static final int MENTIONS_MOST = 100;

  private final PlatformId platform;
  private final Instant now;

  ReportReader(PlatformId platform, Instant now) {
    this.platform = platform;
    this.now = now;
  }

  /** The report's events: the account as it is now, and the report. */
  List<Event> read(ReportRequest from, @Nullable String idempotencyKey) {
    String id = nativeId("id", from.id() == null ? idempotencyKey : from.id());
    ReportRequest.Account account = needed("subject", from.subject());
    AccountRef subject = new AccountRef(platform, nativeId("subject.id", account.id()));
    Instant at = past("at", from.at());
    Meta meta = new Meta(platform, "api-" + id, at, Origin.LIVE);
    Profile profile = profile(subject, account);
    List<Post> posts = new ArrayList<>();
    for (ReportRequest.PostIn post : list("posts", from.posts(), POSTS_MOST)) {
      posts.add(post(subject, post));
    }
    Set<String> rules = new HashSet<>();
    for (String rule : list("rules", from.rules(), RULES_MOST)) {
      rules.add(text("rules", rule, 40));
    }
    ReportRequest.Reporter reporter = from.reporter();
    AccountRef by =
        new AccountRef(
            platform, reporter == null ? Docket.ANONYMOUS : nativeId("reporter.id", reporter.id()));
    Instant since =
        reporter == null || reporter.since() == null
            ? Instant.EPOCH
            : past("reporter.since", reporter.since());
    ReportFiled report =
        new ReportFiled(
            meta,
            id,
            by,
            since,
            subject,
            posts,
            constant("category", from.category(), Event.Category.class, Event.Category.OTHER),
            rules,
            text("comment", from.comment(), COMMENT_MOST),
            profile.followers());
    return List.of(new Captured(meta, profile, posts.stream().limit(20).toList()), report);
  }

  private Profile profile(AccountRef subject, ReportRequest.Account account) {
    return new Profile(
        subject,
        text("subject.handle", needed("subject.handle", account.handle()), 200),
        text("subject.display_name", account.displayName(), 500),
        text("subject.bio", account.bio(), 5_000),
        text("subject.location", account.location(), 500),
        List.of(),
        null,
        past("subject.created_at", account.createdAt()),
        Profile.State.ACTIVE,
        Origin.LIVE,
        count("subject.followers", account.followers()),
        count("subject.following", account.following()),
        count("subject.posts", account.posts()),
        null);
  }

  private Post post(AccountRef author, ReportRequest.PostIn from) {
    List<AccountRef> mentions = new ArrayList<>();
    for (String mention : list("posts.mentions", from.mentions(), MENTIONS_MOST)) {
      mentions.add(new AccountRef(platform, nativeId("posts.mentions", mention)));
    }
    String language = from.language();
    String replyTo = from.replyTo();
    return new Post(
        new PostRef(platform, nativeId("posts.id", from.id())),
        author,
        past("posts.at", from.at()),
        text("posts.text", needed("posts.text", from.text()), TEXT_MOST),
        language == null ? null : text("posts.language", language, 35),
        constant(
            "posts.visibility", from.visibility(), Post.Visibility.class, Post.Visibility.PUBLIC),
        Origin.LIVE,
        replyTo == null ? null : new PostRef(platform, nativeId("posts.reply_to", replyTo)),
        mentions,
        List.of());
  }

  private static Refused refused(String detail) {
    return new Refused(IntakeProblem.INVALID_REPORT, detail);
  }

  private static <T> T needed(String field, @Nullable T value) {
    if (value == null) {
      throw refused("'" + field + "' is missing.");
    }
    return value;
  }

  private static String nativeId(String field, @Nullable String value) {
    try {
      String id = Subject.requireNativeId(needed(field, value));
      if (id.equals(Docket.AUTHORITY)) {
        throw refused("'" + field + "': nobody reports under this id.");
      }
      return id;
    } catch (IllegalArgumentException e) {
      throw refused("'" + field + "': " + e.getMessage() + ".");
    }
  }

  private static String text(String field, @Nullable String value, int most) {
    String text = value == null ? "" : value;
    if (text.codePointCount(0, text.length()) > most) {
      throw refused("'" + field + "' has more than " + most + " characters.");
    }
    return text;
  }

  private static long count(String field, @Nullable Long value) {
    if (value != null && value < 0) {
      throw refused("'" + field + "' is a count and cannot be negative.");
    }
    return value == null ? 0 : value;
  }

  private Instant past(String field, @Nullable Instant value) {
    if (value == null) {
      return now;
    }
    if (value.isBefore(Instant.EPOCH) || value.isAfter(now.plusSeconds(300))) {
      throw refused("'" + field + "' is not between 1970 and now.");
    }
    return value;
  }

  private static <T> List<T> list(String field, @Nullable List<@Nullable T> values, int most) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > most) {
      throw refused("'" + field + "' has more than " + most + " entries.");
    }
    List<T> all = new ArrayList<>(values.size());
    for (T value : values) {
      all.add(needed(field, value));
    }
    return all;
  }

  private static <E extends Enum<E>> E constant(
      String field, @Nullable String value, Class<E> type, E otherwise) {
    if (value == null) {
      return otherwise;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw refused("'" + field + "' has none of its allowed values.");
  }
}
