package reeve.server.decisions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.Witness;
import reeve.server.decisions.Letter.Audience;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.platform.Refused;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Takes a decision back: in ten seconds as if it had never been, later with a reason. */
@Component
class TakingBack {
  static final Kind WITHDRAWN = new Kind("decisions.withdrawn", 2);
  static final Kind UNDONE = new Kind("decisions.undone", 2);

  /** Characters of a reason, at least and at the most. */
  static final int REASON_LEAST = 10;

  static final int REASON_MOST = 2_000;

  private final DecisionRows rows;
  private final Drafts drafts;
  private final Letters letters;
  private final Orders orders;
  private final Cases cases;
  private final Records records;
  private final Describing describing;
  private final InstantSource clock;
  private final ObjectProvider<AfterUndo> after;

  TakingBack(
      DecisionRows rows,
      Drafts drafts,
      Letters letters,
      Orders orders,
      Cases cases,
      Records records,
      Describing describing,
      InstantSource clock,
      ObjectProvider<AfterUndo> after) {
    this.rows = rows;
    this.drafts = drafts;
    this.letters = letters;
    this.orders = orders;
    this.cases = cases;
    this.records = records;
    this.describing = describing;
    this.clock = clock;
    this.after = after;
  }

  /**
   * Withdraws a decision that has not left.
   *
   * @return the case, open again and claimed by the member, with what they had typed as a draft
   * @throws Refused with why not
   */
  @Transactional
  Case withdraw(DecisionId id, Member member) {
    Decision decision = lock(id);
    Actor.Staff by = new Actor.Staff(member.id().value());
    if (!mayWithdraw(decision, member)) {
      throw new Refused(
          DecisionProblem.NOT_YOURS,
          "Only those who took this decision can withdraw it; what a rule decided, leads.");
    }
    standing(decision);
    CaseId of = decision.caseId();
    if (of == null || decision.replaces() != null) {
      throw new Refused(
          DecisionProblem.TOO_LATE, "A decision on an appeal is withdrawn on the appeal's page.");
    }
    if (decision.automated()) {
      requireApart(of, by);
    }
    if (!clock.instant().isBefore(decision.leavesAt()) || !orders.withdraw(decision.bundle())) {
      throw new Refused(
          DecisionProblem.TOO_LATE,
          "The ten seconds are over: the decision has left. To take it back now, undo it with a"
              + " reason.");
    }
    DecisionForm form = rows.form(id).orElse(DecisionForm.EMPTY);
    Case open = withdrawn(decision, of, by);
    drafts.save(open.id(), by, form);
    return open;
  }

  /** The orders of the decision are withdrawn already. */
  private Case withdrawn(Decision decision, CaseId of, Actor.Staff by) {
    RecordId record = withdrawn(decision, by);
    describing.reversed(decision, Describing.How.WITHDRAWN, false);
    rows.move(decision.id(), Decision.State.WITHDRAWN);
    letters.drop(decision.bundle());
    return cases.reopen(of, record, by);
  }

  /** Records that a decision was taken back before it left. */
  @Transactional(propagation = Propagation.MANDATORY)
  RecordId withdrawn(Decision decision, Actor.Staff by) {
    return records.append(
        new Entry(
            WITHDRAWN,
            decision.account(),
            by,
            decision.record(),
            told(decision),
            Map.of("decision", decision.id().toString())));
  }

  /** As its record says it: a decision that a holder's appeal put there says so. */
  private Map<String, @Nullable Object> told(Decision decision) {
    Map<String, @Nullable Object> told = Describing.of(decision);
    records
        .find(decision.record())
        .map(Recorded::publicHalf)
        .map(half -> half.get("onAppeal"))
        .ifPresent(onAppeal -> told.put("onAppeal", onAppeal));
    return told;
  }

  private static boolean mayWithdraw(Decision decision, Member member) {
    Actor.Staff by = new Actor.Staff(member.id().value());
    return by.equals(decision.decidedBy())
        || by.equals(decision.agreedBy())
        || (decision.automated() && member.is(Role.LEAD));
  }

  /** Whether the member can withdraw it now. */
  boolean withdrawable(Decision decision, Member member) {
    return decision.state() == Decision.State.STANDING
        && decision.caseId() != null
        && decision.replaces() == null
        && mayWithdraw(decision, member)
        && clock.instant().isBefore(decision.leavesAt());
  }

  /**
   * Undoes a decision that has left: what it changed comes back, the holder learns the reason, the
   * reporters a correction, and the case is judged anew.
   *
   * @return the case, open again and claimed by the member
   * @throws Refused with why not
   */
  @Transactional
  Case undo(DecisionId id, Member member, String reason) {
    requireReason(reason);
    Decision decision = lock(id);
    Actor.Staff by = new Actor.Staff(member.id().value());
    if (!by.equals(decision.decidedBy()) && !member.is(Role.LEAD)) {
      throw new Refused(
          DecisionProblem.NOT_YOURS, "Only who took this decision, or a lead, can undo it.");
    }
    standing(decision);
    Instant now = clock.instant();
    if (now.isBefore(decision.leavesAt())) {
      throw new Refused(
          DecisionProblem.TOO_EARLY, "It has not left yet: withdraw it, and nobody is told.");
    }
    CaseId of = decision.caseId();
    if (of == null) {
      throw new Refused(
          DecisionProblem.NOT_STANDING, "A decision of a batch is not undone from a page.");
    }
    requireApart(of, by);
    return undone(decision, of, by, reason, now);
  }

  static void requireReason(String reason) {
    int length = PlainText.length(reason);
    if (length < REASON_LEAST || length > REASON_MOST) {
      throw new Refused(
          DecisionProblem.WORDS_MISSING,
          "The holder is told why: write %d to %,d characters."
              .formatted(REASON_LEAST, REASON_MOST));
    }
  }

  private void requireApart(CaseId of, Actor.Staff by) {
    if (cases.conflict(of, by)) {
      throw new Refused(
          DecisionProblem.CONFLICT, "Your own account is touched by this case; ask somebody else.");
    }
  }

  private Case undone(Decision decision, CaseId of, Actor.Staff by, String reason, Instant now) {
    DecisionId id = decision.id();
    RecordId record =
        records.append(
            new Entry(
                UNDONE,
                decision.account(),
                by,
                decision.record(),
                told(decision),
                Map.of("decision", id.toString(), "reason", reason)));
    describing.reversed(decision, Describing.How.UNDONE, false);
    rows.move(id, Decision.State.UNDONE);
    tell(decision, of, reason, record, now);
    after.forEach(it -> it.undone(id, record));
    return cases.reopen(of, record, by);
  }

  /**
   * Takes back one decision of a bulk, whichever way is open still. The case waits again for
   * whoever claims it: nobody holds a hundred.
   *
   * @param by whose right to it was checked when they asked
   * @throws Refused with why not
   */
  @Transactional(propagation = Propagation.MANDATORY, noRollbackFor = Refused.class)
  void takeBack(DecisionId id, Actor.Staff by, String reason) {
    Decision decision = lock(id);
    standing(decision);
    CaseId of = Objects.requireNonNull(decision.caseId(), "a bulk decides on cases");
    requireApart(of, by);
    Instant now = clock.instant();
    boolean withheld = now.isBefore(decision.leavesAt()) && orders.withdraw(decision.bundle());
    Case open = withheld ? withdrawn(decision, of, by) : undone(decision, of, by, reason, now);
    Case.Claim claim = open.claim();
    if (claim != null && claim.holder().equals(by)) {
      cases.handBack(open.id(), by);
    }
  }

  private void tell(Decision decision, CaseId of, String reason, RecordId record, Instant now) {
    List<Letter> written = new ArrayList<>();
    if (decision.sanction()) {
      Wording.Text text = Wording.takenBack(decision.decidedAt(), reason);
      Letter letter =
          Letter.to(
              decision.account(), Audience.HOLDER, decision.id(), text.title(), text.body(), null);
      written.add(letters.opening(letter, record));
    }
    Wording.Text correction = Wording.answerTakenBack(decision.handle());
    for (Witness witness : cases.witnesses(of)) {
      written.add(
          Letter.to(
              witness.account(),
              Audience.REPORTER,
              decision.id(),
              correction.title(),
              correction.body(),
              null));
    }
    letters.keep(decision.id().value(), written, now);
    List<Issue> issues = new ArrayList<>(reinstate(decision, decision.bundle(), record));
    written.forEach(letter -> issues.add(letter.issue(decision.id().value(), record)));
    orders.issue(issues, now);
  }

  /** The order that brings back what a decision took; none where it took nothing. */
  @Transactional(propagation = Propagation.MANDATORY)
  List<Issue> reinstate(Decision decision, UUID bundle, RecordId cause) {
    List<OrderId> undone =
        orders.of(decision.bundle()).stream()
            .filter(o -> o.kind().sanction() && o.account().equals(decision.account()))
            .filter(o -> o.state() == OrderState.DUE || o.state() == OrderState.DONE)
            .map(o -> o.id())
            .toList();
    return undone.isEmpty()
        ? List.of()
        : List.of(Issue.of(bundle, decision.account(), new Action.Reinstate(undone), cause));
  }

  private Decision lock(DecisionId id) {
    return rows.lock(id)
        .orElseThrow(() ->
            new Refused(DecisionProblem.NO_SUCH_DECISION, "There is no decision at this address."));
  }

  private static void standing(Decision decision) {
    if (decision.state() != Decision.State.STANDING) {
      throw new Refused(
          DecisionProblem.NOT_STANDING,
          "This decision does not stand any more: it was taken back or replaced.");
    }
  }
}
