package reeve.server.cases;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.policy.PolicyId;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * A case as it stands.
 *
 * @param handle the account's name when last seen, its native id where none is known
 * @param policies that its reports and verdicts name, gravest first; empty in the general queue
 * @param openedAt the first report or verdict: the first sign of the figures
 * @param due when it is to be decided
 * @param reports accepted ones
 * @param reporters different people who reported
 * @param verdicts of rules that surfaced it, those over their limit too
 * @param rules different ones among these
 * @param resemblances to other accounts that were found
 * @param opened the record of its opening: the cause of a decision
 * @param claim who holds it; also a lapsed one, see {@link Claim#until}
 * @param outcome what closed it, as {@link Cases#close} was told; null while open
 */
public record Case(
    CaseId id,
    AccountRef account,
    String handle,
    Origin origin,
    State state,
    QueueId queue,
    List<PolicyId> policies,
    Instant openedAt,
    Instant due,
    Priority priority,
    int reports,
    int reporters,
    int verdicts,
    int rules,
    int resemblances,
    RecordId opened,
    @Nullable Claim claim,
    @Nullable Outcome outcome) {

  /** The life of a case. A merged one lives on in another. */
  public enum State {
    OPEN,
    CLOSED,
    MERGED
  }

  /**
   * A lease on the case.
   *
   * @param until when it lapses, by the clock
   */
  public record Claim(ClaimId id, Actor.Staff holder, Instant until) {}

  /**
   * How it ended.
   *
   * @param words a plain phrase without names, for the account's history: {@code no violation}
   * @param cause the record of the decision
   */
  public record Outcome(String words, RecordId cause, Instant at) {}

  public Case {
    policies = List.copyOf(policies);
  }

  /** Whether rules or likeness brought it here and nobody's report. */
  public boolean foundByReeve() {
    return reports == 0 && (verdicts > 0 || resemblances > 0);
  }

  /** What brought it here, in a few words. */
  public String signs() {
    String said =
        reports == 0
            ? "nobody reported"
            : count(reports, "report") + " by " + count(reporters, "person", "people");
    said = verdicts == 0 ? said : said + "; surfaced by " + count(rules, "rule");
    return resemblances == 0 ? said : said + "; resembles others";
  }

  private static String count(int number, String what) {
    return count(number, what, what + "s");
  }

  private static String count(int number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  public boolean danger() {
    return queue.equals(QueueId.DANGER);
  }
}
