package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.CaseId;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Grip.Happening;

/**
 * What the decision panel of a case shows.
 *
 * @param claim the member's own, or null where they hold none: then there is no form
 * @param notice a sentence above the form, or null
 * @param since what happened to the case since the claim began, where it lapsed
 * @param mine the member's newest decision that has not left, of this or another case
 */
record Panel(
    CaseId id,
    @Nullable ClaimId claim,
    FormView view,
    @Nullable String notice,
    List<Happening> since,
    @Nullable Mine mine,
    List<Past> past) {

  /** A decision that can still be withdrawn. */
  record Mine(
      DecisionId id, @Nullable CaseId caseId, String handle, String words, long leftMillis) {
    static Mine of(Decision decision, Instant now) {
      return new Mine(
          decision.id(),
          decision.caseId(),
          decision.handle(),
          decision.words(),
          Math.max(0, Duration.between(now, decision.leavesAt()).toMillis()));
    }
  }

  /** A decision on this case, and how its orders stand. */
  record Past(Decision decision, List<OrderLine> orders) {}

  Panel {
    since = List.copyOf(since);
    past = List.copyOf(past);
  }
}
