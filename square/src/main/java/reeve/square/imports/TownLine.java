package reeve.square.imports;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.square.base.Visibility;

/**
 * A line of the town format (docs/events.md), into which every other format is turned. Ids are the
 * source's own.
 */
sealed interface TownLine {

  /**
   * An account.
   *
   * @param avatar a file name under {@code media/}, or null
   * @param followers as the source counted them, or null
   * @param following as the source counted them, or null
   */
  record Account(
      String id,
      String handle,
      String displayName,
      String bio,
      String location,
      List<Field> fields,
      @Nullable String avatar,
      Instant createdAt,
      @Nullable String language,
      boolean locked,
      @Nullable String client,
      @Nullable Long followers,
      @Nullable Long following)
      implements TownLine {
    public Account {
      fields = List.copyOf(fields);
    }
  }

  /** A line of a profile that its holder named. */
  record Field(String name, String value) {}

  /** A post; {@code text} is plain. */
  record Post(
      String id,
      String account,
      Instant at,
      String text,
      @Nullable String language,
      Visibility visibility,
      @Nullable String replyTo,
      List<Picture> media,
      @Nullable String client)
      implements TownLine {
    public Post {
      media = List.copyOf(media);
    }
  }

  /** A picture of a post: a file name under {@code media/}. */
  record Picture(String file, String description) {}

  /** A post shown on. */
  record Boost(String account, String post, Instant at) implements TownLine {}

  /** A post liked. */
  record Favourite(String account, String post, Instant at) implements TownLine {}

  /** One account follows another. */
  record Follow(String account, String target, Instant at) implements TownLine {}

  /** A person flags an account, and possibly posts of it. */
  record Report(
      String id,
      String account,
      String target,
      List<String> posts,
      Category category,
      List<String> rules,
      String comment,
      Instant at)
      implements TownLine {
    public Report {
      posts = List.copyOf(posts);
      rules = List.copyOf(rules);
    }
  }

  /** The categories of the Mastodon API. */
  enum Category {
    SPAM,
    LEGAL,
    VIOLATION,
    OTHER
  }
}
