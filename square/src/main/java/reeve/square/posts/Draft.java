package reeve.square.posts;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.square.base.PostId;
import reeve.square.base.Visibility;

/**
 * What somebody wants to post.
 *
 * @param visibility null: the author's default
 * @param media ids of waiting pictures, at most four
 * @param client the program that it is written with, or null for the square's own pages
 * @param idempotency the same key again by the same account gives the same post, or null
 */
public record Draft(
    String text,
    String spoiler,
    boolean sensitive,
    @Nullable String language,
    @Nullable Visibility visibility,
    @Nullable PostId replyTo,
    List<Long> media,
    @Nullable String client,
    @Nullable String idempotency) {
  public Draft {
    media = List.copyOf(media);
  }

  /** Words alone, as the author's default has it. */
  public static Draft of(String text) {
    return new Draft(text, "", false, null, null, null, List.of(), null, null);
  }
}
