package reeve.server.decisions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Grip.Happening;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Refused;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Puts together what the decision panel shows to a member. */
@Component
class Panels {
  private final Cases cases;
  private final Policies policies;
  private final DecisionRows rows;
  private final Orders orders;
  private final Drafts drafts;
  private final Proposals proposals;
  private final InstantSource clock;

  Panels(
      Cases cases,
      Policies policies,
      DecisionRows rows,
      Orders orders,
      Drafts drafts,
      Proposals proposals,
      InstantSource clock) {
    this.cases = cases;
    this.policies = policies;
    this.rows = rows;
    this.orders = orders;
    this.drafts = drafts;
    this.proposals = proposals;
    this.clock = clock;
  }

  /** The panel as it stands. */
  Panel of(CaseId id, Member member) {
    return of(id, member, List.of(), null, List.of());
  }

  /** The panel after a refusal. */
  Panel of(
      CaseId id, Member member, List<Flaw> flaws, @Nullable String refusal, List<Happening> since) {
    Case of =
        cases
            .find(id)
            .orElseThrow(() ->
                new Refused(DecisionProblem.NO_SUCH_CASE, "There is no case of this number."));
    Actor.Staff by = new Actor.Staff(member.id().value());
    Instant now = clock.instant();
    ClaimId claim = claim(of, by, now);
    return new Panel(
        id,
        claim,
        new FormView(drafts.find(id, by).orElse(DecisionForm.EMPTY), flaws, policies.current()),
        refusal != null ? refusal : claim == null ? null : notice(id),
        since,
        rows.withheld(by, now).map(d -> Panel.Mine.of(d, now)).orElse(null),
        past(id, member, by));
  }

  private static @Nullable ClaimId claim(Case of, Actor.Staff by, Instant now) {
    Case.Claim claim = of.claim();
    boolean holds =
        of.state() == Case.State.OPEN
            && claim != null
            && claim.holder().equals(by)
            && claim.until().isAfter(now);
    return holds && claim != null ? claim.id() : null;
  }

  private @Nullable String notice(CaseId id) {
    Proposal proposal = proposals.newest(id).orElse(null);
    if (proposal == null) {
      return null;
    }
    return switch (proposal.state()) {
      case DECLINED ->
          "A lead did not agree with the decision proposed before: " + proposal.words();
      case WAITING -> "A decision on this case waits for a lead's agreement. Yours replaces it.";
      case AGREED, OVERTAKEN -> null;
    };
  }

  /** What was decided, for those who decided it and for leads. */
  private List<Panel.Past> past(CaseId id, Member member, Actor.Staff by) {
    return rows.of(id).stream()
        .filter(d -> d.state() != Decision.State.WITHDRAWN)
        .filter(d -> member.is(Role.LEAD) || by.equals(d.decidedBy()))
        .map(d -> new Panel.Past(d, OrderLine.of(orders.of(d.bundle()))))
        .toList();
  }
}
