package reeve.square.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The entities of the Mastodon API, as far as the square has what they tell. */
final class Shape {
  private Shape() {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Account(
      String id,
      String username,
      String acct,
      String displayName,
      boolean locked,
      boolean bot,
      boolean discoverable,
      boolean group,
      String createdAt,
      String note,
      String url,
      String uri,
      String avatar,
      String avatarStatic,
      String header,
      String headerStatic,
      long followersCount,
      long followingCount,
      long statusesCount,
      @Nullable String lastStatusAt,
      List<Object> emojis,
      List<Field> fields,
      String location,
      boolean suspended,
      boolean limited,
      String origin,
      @Nullable Source source,
      @Nullable Role role) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Field(String name, String value, @Nullable String verifiedAt) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Source(
      String privacy,
      boolean sensitive,
      @Nullable String language,
      String note,
      List<Field> fields,
      int followRequestsCount) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Role(String id, String name, String color, String permissions, boolean highlighted) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Status(
      String id,
      String createdAt,
      @Nullable String inReplyToId,
      @Nullable String inReplyToAccountId,
      boolean sensitive,
      String spoilerText,
      String visibility,
      @Nullable String language,
      String uri,
      String url,
      long repliesCount,
      long reblogsCount,
      long favouritesCount,
      boolean favourited,
      boolean reblogged,
      boolean muted,
      boolean bookmarked,
      boolean pinned,
      String content,
      @Nullable String text,
      @Nullable Status reblog,
      @Nullable Application application,
      Account account,
      List<Attachment> mediaAttachments,
      List<Mention> mentions,
      List<Tag> tags,
      List<Object> emojis,
      @Nullable Object card,
      @Nullable Object poll,
      List<Object> filtered,
      String origin) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Application(String name, @Nullable String website) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Attachment(
      String id,
      String type,
      String url,
      String previewUrl,
      @Nullable String remoteUrl,
      Map<String, Size> meta,
      String description,
      @Nullable String blurhash) {}

  record Size(int width, int height, String size, double aspect) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Mention(String id, String username, String acct, String url) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Tag(String name, String url, List<Object> history, boolean following) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Relationship(
      String id,
      boolean following,
      boolean showingReblogs,
      boolean notifying,
      List<String> languages,
      boolean followedBy,
      boolean blocking,
      boolean blockedBy,
      boolean muting,
      boolean mutingNotifications,
      boolean requested,
      boolean requestedBy,
      boolean domainBlocking,
      boolean endorsed,
      String note) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Notification(
      String id, String type, String createdAt, Account account, @Nullable Status status) {}

  record Context(List<Status> ancestors, List<Status> descendants) {}

  record Found(List<Account> accounts, List<Status> statuses, List<Tag> hashtags) {}

  record Rule(String id, String text, String hint) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Report(
      String id,
      boolean actionTaken,
      @Nullable String actionTakenAt,
      String category,
      String comment,
      boolean forwarded,
      String createdAt,
      List<String> statusIds,
      List<String> ruleIds,
      Account targetAccount) {}
}
