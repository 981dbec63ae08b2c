package reeve.server.platform;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post as it was at one moment. Text is plain Unicode, never HTML.
 *
 * @param replyTo the post that this one answers, or null
 */
public record Post(
    PostRef post,
    AccountRef author,
    Instant at,
    String text,
    @Nullable String language,
    Visibility visibility,
    Origin origin,
    @Nullable PostRef replyTo,
    List<AccountRef> mentions,
    List<Media> media) {

  /** How wide the author asked a post to be shown. */
  public enum Visibility {
    PUBLIC,
    UNLISTED,
    PRIVATE,
    DIRECT
  }

  /**
   * A picture.
   *
   * @param sha256 of its bytes, lower-case hex: the key by which {@link Platform#media} gives them
   * @param type its media type, for example {@code image/png}
   */
  public record Media(String sha256, String type, int width, int height, String description) {}

  public Post {
    mentions = List.copyOf(mentions);
    media = List.copyOf(media);
  }
}
