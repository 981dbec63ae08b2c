package reeve.server.cases;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;

/**
 * An account to be added to a cluster.
 *
 * @param seeds the accounts that it resembles, 20 at most; none: the cluster's members
 * @param percent how sure the likeness is, 1 to 99; null where a person adds it by hand
 * @param reasons as {@link Resemblance#reasons}; none where a person adds it by hand
 * @param against as {@link Resemblance#against}
 * @param clause as {@link Resemblance#clause}
 * @param capture as {@link Resemblance#capture}. Where the account has no open case this is what
 *     can be opened of it: without any copy it can be part of no bulk decision
 */
public record Candidate(
    AccountRef account,
    Origin origin,
    List<AccountRef> seeds,
    @Nullable Integer percent,
    List<Resemblance.Reason> reasons,
    List<String> against,
    @Nullable ClauseId clause,
    @Nullable Captured capture) {
  public Candidate {
    seeds = List.copyOf(seeds);
    reasons = List.copyOf(reasons);
    against = List.copyOf(against);
    if (percent != null && (percent < 1 || percent > 99)) {
      throw new IllegalArgumentException("a likeness is 1 to 99 percent sure");
    }
    if (seeds.size() > Resemblance.SEEDS_MOST
        || reasons.size() > Resemblance.REASONS_MOST
        || against.size() > Resemblance.AGAINST_MOST) {
      throw new IllegalArgumentException("a candidate has as much as a resemblance at the most");
    }
  }

  /** One that a person adds without a likeness. */
  static Candidate byHand(AccountRef account, Origin origin) {
    return new Candidate(account, origin, List.of(), null, List.of(), List.of(), null, null);
  }
}
