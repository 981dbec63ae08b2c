package reeve.server.cases;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.Captured;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;

/**
 * That an account resembles others, and why. It brings an account before a person and decides
 * nothing.
 *
 * @param at when it was found
 * @param seeds 1 to 20 accounts that it resembles, the nearest first; never the account itself
 * @param percent how sure, 1 to 99
 * @param reasons 1 to 20, the weightiest first
 * @param against what speaks against it, in words; 0 to 10
 * @param clause of the decision on the seeds: gives queue and severity as a verdict's clause does;
 *     null leaves the case in the general queue
 * @param capture the account's profile and recent posts where they are known, kept as those of a
 *     report are, unless some were kept within ten minutes before
 */
public record Resemblance(
    ResemblanceId id,
    AccountRef account,
    Origin origin,
    Instant at,
    Cause cause,
    List<AccountRef> seeds,
    int percent,
    List<Reason> reasons,
    List<String> against,
    @Nullable ClauseId clause,
    @Nullable Captured capture) {
  static final int SEEDS_MOST = 20;
  static final int REASONS_MOST = 20;
  static final int AGAINST_MOST = 10;

  /** Why anybody looked. */
  public enum Cause {
    /** It looks like a suspended account and was found by itself. */
    EVASION,
    /** Somebody asked who else there is. */
    ASKED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One thing that is alike.
   *
   * @param kind 1 to 64 characters, for example {@code same-picture}
   * @param words a plain sentence; cut after 500 characters
   * @param conduct whether it is something that the account did, and no mere trait or contact
   */
  public record Reason(String kind, String words, boolean conduct) {
    public Reason {
      RuleRef.requireName(kind);
      words = Readings.cut(words, Readings.TEXT_MOST);
    }
  }

  public Resemblance {
    seeds = List.copyOf(seeds);
    reasons = List.copyOf(reasons);
    against = against.stream().map(it -> Readings.cut(it, Readings.TEXT_MOST)).toList();
    require(1, seeds.size(), SEEDS_MOST, "accounts that it resembles");
    require(1, reasons.size(), REASONS_MOST, "reasons");
    require(0, against.size(), AGAINST_MOST, "sentences against it");
    require(1, percent, 99, "percent");
    if (seeds.contains(account)) {
      throw new IllegalArgumentException("an account does not resemble itself");
    }
    if (capture != null && !capture.profile().account().equals(account)) {
      throw new IllegalArgumentException("the profile is the account's own");
    }
  }

  private static void require(int least, int given, int most, String what) {
    if (given < least || given > most) {
      throw new IllegalArgumentException(
          "a resemblance has %d to %d %s".formatted(least, most, what));
    }
  }
}
