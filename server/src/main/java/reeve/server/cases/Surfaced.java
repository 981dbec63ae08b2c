package reeve.server.cases;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.platform.Subject;
import reeve.server.policy.ClauseId;

/**
 * A verdict that surfaces an account for review.
 *
 * @param clause that the rule serves; its policy gives queue, severity and due time
 * @param event the id of the event that the rule read, 1 to 200 characters
 * @param at the event's time
 * @param weight 1 to 10: orders, and never hides
 * @param overLimit whether the rule had surfaced more than it may: kept and counted, but it adds
 *     nothing
 * @param post the post that it is about, as it was; null where it is about the account
 * @param capture the account's profile and recent posts where they are known, kept as those of a
 *     report are, unless some were kept within ten minutes before
 */
public record Surfaced(
    VerdictId verdict,
    RuleRef rule,
    ClauseId clause,
    AccountRef account,
    Origin origin,
    String event,
    Instant at,
    int weight,
    boolean overLimit,
    Readings readings,
    @Nullable Post post,
    @Nullable Captured capture) {
  public Surfaced {
    event = Subject.requireNativeId(event);
    if (weight < 1 || weight > 10) {
      throw new IllegalArgumentException("a weight is 1 to 10");
    }
    if (post != null && !post.author().equals(account)) {
      throw new IllegalArgumentException("the post is the account's own");
    }
    if (capture != null && !capture.profile().account().equals(account)) {
      throw new IllegalArgumentException("the profile is the account's own");
    }
  }
}
