package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.cases.Witness;
import reeve.server.decisions.Judged.Flaw;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** What an appeal does to a decision. Everything here is part of the caller's transaction. */
@Component
public class Reconsidering {
  /** So long an appeal's outcome is withheld, as a decision is. */
  public static final Duration WITHHELD = Deciding.WITHHELD;

  private final DecisionRows rows;
  private final Enactment enactment;
  private final TakingBack takingBack;
  private final Describing describing;
  private final Letters letters;
  private final Orders orders;
  private final Cases cases;
  private final Policies policies;
  private final InstantSource clock;

  Reconsidering(
      DecisionRows rows,
      Enactment enactment,
      TakingBack takingBack,
      Describing describing,
      Letters letters,
      Orders orders,
      Cases cases,
      Policies policies,
      InstantSource clock) {
    this.rows = rows;
    this.enactment = enactment;
    this.takingBack = takingBack;
    this.describing = describing;
    this.letters = letters;
    this.orders = orders;
    this.cases = cases;
    this.policies = policies;
    this.clock = clock;
  }

  public Optional<Decision> find(DecisionId id) {
    return rows.find(id);
  }

  /** Finds a decision and locks it until the transaction ends. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<Decision> lock(DecisionId id) {
    return rows.lock(id);
  }

  /** Everybody who had a hand in a decision, or in those whose place it took; none for a rule. */
  public Set<Actor.Staff> hands(Decision decision) {
    Set<Actor.Staff> hands = new HashSet<>();
    @Nullable Decision next = decision;
    while (next != null) {
      Actor.Staff decidedBy = next.decidedBy();
      if (decidedBy != null) {
        hands.add(decidedBy);
      }
      Actor.Staff agreedBy = next.agreedBy();
      if (agreedBy != null) {
        hands.add(agreedBy);
      }
      DecisionId before = next.replaces();
      next = before == null ? null : rows.find(before).orElse(null);
    }
    return hands;
  }

  /** Of a decision, what the public half of a record on its appeal tells. */
  public Map<String, @Nullable Object> about(Decision decision) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>(Describing.of(decision));
    // Whether another was there then is the decision's own; an appeal has a second person of its
    // own.
    told.keySet().removeAll(List.of("secondPerson", "onAppeal"));
    return told;
  }

  /** The kept posts of a decision's case; none once its copies ended. */
  public List<FlaggedPost> evidence(Decision decision) {
    CaseId of = decision.caseId();
    return of == null ? List.of() : cases.kept(of);
  }

  public FormView view(DecisionForm form, List<Flaw> flaws) {
    return new FormView(form, flaws, policies.current());
  }

  /**
   * Checks what is to stand in a decision's place: a sanction, and never one of what may be
   * protected speech.
   */
  public Judged check(Decision decision, DecisionForm form) {
    return switch (FormCheck.check(form, policies, evidence(decision), clock.instant())) {
      case Judged.Flawed flawed -> flawed;
      case Judged.Sound sound when !sound.ruling().sanction() ->
          new Judged.Flawed(
              List.of(
                  new Flaw(
                      "measure",
                      "To change the decision choose a sanction; where nothing was broken, overturn"
                          + " it, or uphold that nothing was.")));
      case Judged.Sound sound when Deciding.needsAgreement(sound.ruling()) ->
          new Judged.Flawed(
              List.of(
                  new Flaw(
                      "protected",
                      "On an appeal, what is or may be protected speech gets no sanction.")));
      case Judged.Sound sound -> sound;
    };
  }

  /**
   * Puts a new decision in a decision's place: what the old one did is undone first. Where that one
   * had found nothing broken only a reporter could appeal: the new one is recorded as any decision.
   *
   * @param tellReporters whether the reporters were told otherwise before
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public DecisionId replace(
      Decision old,
      Ruling ruling,
      DecisionForm form,
      Actor.Staff by,
      boolean secondPerson,
      UUID bundle,
      RecordId cause,
      boolean tellReporters) {
    Instant now = clock.instant();
    Instant leavesAt = now.plus(WITHHELD);
    orders.issue(takingBack.reinstate(old, bundle, cause), leavesAt);
    DecisionId id = DecisionId.fresh();
    CaseId of = old.caseId();
    enactment.enact(
        List.of(
            new Verdict(
                id,
                bundle,
                of,
                null,
                old.account(),
                old.handle(),
                old.origin(),
                old.source(),
                ruling,
                of == null || !tellReporters ? List.of() : cases.witnesses(of),
                new By.Person(by),
                null,
                "",
                secondPerson,
                cause,
                old.id(),
                old.sanction(),
                form)),
        now,
        leavesAt);
    rows.move(old.id(), Decision.State.REPLACED);
    describing.reversed(old, Describing.How.CHANGED, false);
    judge(of, true);
    return id;
  }

  /** Takes everything back that a sanction did, and corrects what its reporters were told. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void overturn(Decision old, UUID bundle, RecordId cause) {
    Instant now = clock.instant();
    CaseId of = old.caseId();
    List<Letter> corrections = new ArrayList<>();
    Wording.Text text = Wording.answerOverturned(old.handle());
    for (Witness witness : of == null ? List.<Witness>of() : cases.witnesses(of)) {
      corrections.add(
          Letter.to(
              witness.account(),
              Letter.Audience.REPORTER,
              old.id(),
              text.title(),
              text.body(),
              null));
    }
    letters.keep(bundle, corrections, now);
    List<Issue> issues = new ArrayList<>(takingBack.reinstate(old, bundle, cause));
    corrections.forEach(letter -> issues.add(letter.issue(bundle, cause)));
    orders.issue(issues, now.plus(WITHHELD));
    rows.move(old.id(), Decision.State.OVERTURNED);
    describing.reversed(old, Describing.How.OVERTURNED, false);
    judge(of, false);
    overturned(of, true);
  }

  /** A person looked again and found it right: what a rule decided alone is judged by that. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void uphold(Decision old) {
    if (old.automated()) {
      judge(old.caseId(), true);
    }
  }

  /**
   * Puts a decision back in its place, where nothing of the bundle has left.
   *
   * @param replacement the decision that had taken its place, or null
   * @param by who takes it back
   * @return false where something has left: then nothing is changed
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean restore(
      Decision old, @Nullable DecisionId replacement, UUID bundle, Actor.Staff by) {
    if (!orders.withdraw(bundle)) {
      return false;
    }
    letters.drop(bundle);
    if (replacement != null) {
      if (!old.sanction()) {
        takingBack.withdrawn(rows.find(replacement).orElseThrow(), by);
      }
      rows.move(replacement, Decision.State.WITHDRAWN);
    }
    switch (old.state()) {
      case OVERTURNED -> describing.reversed(old, Describing.How.OVERTURNED, true);
      case REPLACED -> describing.reversed(old, Describing.How.CHANGED, true);
      case STANDING, WITHDRAWN, UNDONE -> {}
    }
    rows.move(old.id(), Decision.State.STANDING);
    judge(old.caseId(), old.automated() ? null : Boolean.valueOf(old.sanction()));
    overturned(old.caseId(), false);
    return true;
  }

  private void overturned(@Nullable CaseId of, boolean overturned) {
    if (of != null) {
      cases.overturned(of, overturned);
    }
  }

  private void judge(@Nullable CaseId of, @Nullable Boolean right) {
    if (of != null) {
      cases.judgeReporters(of, right);
    }
  }
}
