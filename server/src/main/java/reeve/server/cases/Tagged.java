package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PostRef;

/**
 * A verdict that marks an account, or a post of it, for staff: shown on the account's case with its
 * rule, never public; it opens no case, raises no priority and is no surfacing.
 *
 * @param post null for the account itself
 * @param tag 1 to 64 characters
 * @param at the time of the event that the rule read
 * @param holds from then on, 30 days at most
 */
public record Tagged(
    VerdictId verdict,
    RuleRef rule,
    AccountRef account,
    @Nullable PostRef post,
    String tag,
    Instant at,
    Duration holds) {
  static final Duration LONGEST = Duration.ofDays(30);

  public Tagged {
    RuleRef.requireName(tag);
    if (!holds.isPositive() || holds.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a tag holds for 30 days at most");
    }
  }
}
