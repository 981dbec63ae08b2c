package reeve.square.posts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reeve.square.accounts.Account;
import reeve.square.base.AccountId;
import reeve.square.base.Origin;
import reeve.square.base.PostId;
import reeve.square.base.Visibility;
import reeve.square.media.MediaStore.Medium;

/**
 * A post, or a boost of one, as one viewer may see it at one moment.
 *
 * @param text plain; of a boost empty
 * @param spoiler a warning to show before the text, or empty
 * @param replyToAccount whose post it answers; null where it answers none or that one is gone
 * @param boosted the post that this boost shows on, or null
 * @param favourited by the viewer
 * @param boostedByViewer whether the viewer boosted it
 * @param client the program that it was written with, or null
 */
public record Post(
    PostId id,
    Account author,
    Instant at,
    String text,
    String spoiler,
    boolean sensitive,
    @Nullable String language,
    Visibility visibility,
    Origin origin,
    @Nullable PostId replyTo,
    @Nullable AccountId replyToAccount,
    @Nullable Post boosted,
    List<Mentioned> mentions,
    List<Medium> media,
    long replies,
    long boosts,
    long favourites,
    boolean favourited,
    boolean boostedByViewer,
    @Nullable String client) {

  /** Somebody whom a post mentions. */
  public record Mentioned(AccountId account, String handle) {}

  public Post {
    mentions = List.copyOf(mentions);
    media = List.copyOf(media);
  }

  /** The post itself: of a boost the one that it shows on. */
  public Post content() {
    return boosted == null ? this : boosted;
  }

  /**
   * The text as HTML.
   *
   * @param base as {@link Html#of} takes it
   */
  public String html(String base) {
    Map<String, String> handles =
        mentions.stream()
            .collect(
                Collectors.toMap(
                    m -> m.handle().toLowerCase(java.util.Locale.ROOT),
                    Mentioned::handle,
                    (one, other) -> one));
    return Html.of(text, base, handles);
  }
}
