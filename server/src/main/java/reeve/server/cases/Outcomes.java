package reeve.server.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;

/** What became of accounts, for whoever asks whether finding them was right. */
public interface Outcomes {
  /** The newest case of each account that ever had one. */
  Map<AccountRef, Outcome> of(Collection<AccountRef> accounts);

  /**
   * The newest verdicts of a rule that surfaced somebody, one an account.
   *
   * @param most 1 to 1,000
   */
  List<Found> foundBy(String rule, int most);

  /**
   * What became of an account.
   *
   * @param reports how many are in that case
   * @param rules whose verdicts are in that case
   * @param decision in words; null while none stands
   */
  record Outcome(
      CaseId newest,
      Origin origin,
      Instant openedAt,
      int reports,
      SortedSet<String> rules,
      Judged judged,
      @Nullable String decision) {}

  /** Whether something was broken. */
  enum Judged {
    /** The case waits for a decision. */
    WAITS,
    /** There is a decision, and it does not tell, or may still be appealed. */
    OPEN,
    VIOLATION,
    NO_VIOLATION,
    /** An appeal took the violation back. */
    OVERTURNED
  }

  /**
   * An account that a rule surfaced.
   *
   * @param verdicts of the rule on it
   * @param at of the newest
   * @param version of the rule then
   */
  record Found(AccountRef account, String version, long verdicts, long overLimit, Instant at) {}
}
