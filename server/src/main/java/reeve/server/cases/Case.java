package reeve.server.cases;

import java.time.Instant;
import java.util.List;
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
 * @param policies that its reports name, gravest first; empty in the general queue
 * @param openedAt the first report: the first sign of the figures
 * @param due when it is to be decided
 * @param reports accepted ones
 * @param reporters different people who reported
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

  public boolean danger() {
    return queue.equals(QueueId.DANGER);
  }
}
