package reeve.square.imports;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an imported line may be (docs/import.md). Lengths are in code points. */
final class Limits {
  /** Longer than a post written here, which ends at 500. */
  static final int POST = 10_000;

  static final int DISPLAY_NAME = 100;
  static final int BIO = 2_000;
  static final int LOCATION = 200;
  static final int FIELDS = 4;
  static final int FIELD = 500;
  static final int COMMENT = 1_000;
  static final int PICTURES = 4;
  static final int DESCRIPTION = 1_500;
  static final int LANGUAGE = 20;
  static final int CLIENT = 200;
  static final int NATIVE_ID = 200;
  static final int REPORTED_POSTS = 100;

  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Duration AHEAD = Duration.ofDays(1);

  private Limits() {}

  static void check(TownLine line, Instant now) throws Refused {
    switch (line) {
      case TownLine.Account account -> account(account, now);
      case TownLine.Post post -> post(post, now);
      case TownLine.Boost boost -> time(boost.at(), "at", now);
      case TownLine.Favourite favourite -> time(favourite.at(), "at", now);
      case TownLine.Follow follow -> time(follow.at(), "at", now);
      case TownLine.Report report -> report(report, now);
    }
  }

  private static void account(TownLine.Account account, Instant now) throws Refused {
    nativeId(account.id());
    Utf8.checked(account.handle(), NATIVE_ID, "handle");
    Utf8.checked(account.displayName(), DISPLAY_NAME, "displayName");
    Utf8.checked(account.bio(), BIO, "bio");
    Utf8.checked(account.location(), LOCATION, "location");
    word(account.language(), LANGUAGE, "language");
    word(account.client(), CLIENT, "client");
    if (account.fields().size() > FIELDS) {
      throw new Refused(Reason.BAD_FIELD, "fields");
    }
    for (TownLine.Field field : account.fields()) {
      Utf8.checked(field.name(), FIELD, "fields");
      Utf8.checked(field.value(), FIELD, "fields");
    }
    time(account.createdAt(), "createdAt", now);
  }

  private static void post(TownLine.Post post, Instant now) throws Refused {
    nativeId(post.id());
    Utf8.checked(post.text(), POST, "text");
    word(post.language(), LANGUAGE, "language");
    word(post.client(), CLIENT, "client");
    if (post.text().isBlank() && post.media().isEmpty()) {
      throw new Refused(Reason.MISSING_FIELD, "text");
    }
    if (post.media().size() > PICTURES) {
      throw new Refused(Reason.BAD_FIELD, "media");
    }
    for (TownLine.Picture picture : post.media()) {
      Utf8.checked(picture.description(), DESCRIPTION, "media");
    }
    time(post.at(), "at", now);
  }

  private static void report(TownLine.Report report, Instant now) throws Refused {
    nativeId(report.id());
    Utf8.checked(report.comment(), COMMENT, "comment");
    if (report.posts().size() > REPORTED_POSTS) {
      throw new Refused(Reason.BAD_FIELD, "posts");
    }
    if (report.account().equals(report.target())) {
      throw new Refused(Reason.BAD_FIELD, "target");
    }
    time(report.at(), "at", now);
  }

  private static void nativeId(String id) throws Refused {
    Utf8.checked(id, NATIVE_ID, "id");
  }

  private static void word(@Nullable String text, int most, String field) throws Refused {
    if (text != null) {
      Utf8.checked(text, most, field);
    }
  }

  private static void time(Instant at, String field, Instant now) throws Refused {
    if (at.isBefore(EARLIEST) || at.isAfter(now.plus(AHEAD))) {
      throw new Refused(Reason.BAD_TIME, field);
    }
  }
}
