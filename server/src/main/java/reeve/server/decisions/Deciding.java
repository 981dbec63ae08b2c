package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.CaseId;
import reeve.server.cases.Cases;
import reeve.server.cases.ClaimId;
import reeve.server.cases.Grip;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/** Decides a case by a claim, in one transaction with everything that the decision brings. */
@Component
public class Deciding {
  /** In this time one key takes a decision back; nothing leaves before. */
  static final Duration WITHHELD = Duration.ofSeconds(10);

  private final Cases cases;
  private final Policies policies;
  private final Enactment enactment;
  private final Drafts drafts;
  private final Proposals proposals;
  private final InstantSource clock;

  Deciding(
      Cases cases,
      Policies policies,
      Enactment enactment,
      Drafts drafts,
      Proposals proposals,
      InstantSource clock) {
    this.cases = cases;
    this.policies = policies;
    this.enactment = enactment;
    this.drafts = drafts;
    this.proposals = proposals;
    this.clock = clock;
  }

  /**
   * Who stands behind a decision.
   *
   * @param batch the name of the bulk decision that it is part of, or null
   * @param sampled see {@link By.Sample}
   */
  record Hands(
      Actor.Staff decidedBy,
      Actor.@Nullable Staff agreedBy,
      String agreement,
      boolean secondPerson,
      @Nullable String batch,
      boolean sampled) {
    Hands(
        Actor.Staff decidedBy,
        Actor.@Nullable Staff agreedBy,
        String agreement,
        boolean secondPerson) {
      this(decidedBy, agreedBy, agreement, secondPerson, null, false);
    }

    static Hands alone(Actor.Staff by) {
      return new Hands(by, null, "", true);
    }

    By by() {
      return sampled ? new By.Sample(decidedBy) : new By.Person(decidedBy);
    }
  }

  @Transactional
  public Decided decide(CaseId id, ClaimId claim, Actor.Staff by, DecisionForm form) {
    drafts.save(id, by, form);
    return switch (cases.grip(claim, by)) {
      case Grip.Barred barred -> new Decided.Barred(barred.why());
      case Grip.Lost lost -> new Decided.Lapsed(lost.of(), lost.since());
      case Grip.Held held when !held.of().id().equals(id) ->
          new Decided.Barred("This claim is on another case. Go back to the queue.");
      case Grip.Held held ->
          switch (FormCheck.check(form, policies, cases.kept(id), clock.instant())) {
            case Judged.Flawed flawed -> new Decided.Flawed(flawed.flaws());
            case Judged.Sound sound -> judged(held.of(), sound.ruling(), by, form);
          };
    };
  }

  private Decided judged(Case of, Ruling ruling, Actor.Staff by, DecisionForm form) {
    if (needsAgreement(ruling)) {
      proposals.propose(of, by, form, ruling);
      return new Decided.Proposed();
    }
    return new Decided.Made(close(of, ruling, Hands.alone(by), form, of.opened()));
  }

  /** Protected speech, or what may be, is sanctioned only with a lead's written word. */
  static boolean needsAgreement(Ruling ruling) {
    return ruling.sanction()
        && ruling.protectedSpeech() != null
        && ruling.protectedSpeech() != ProtectedSpeech.NO;
  }

  /** Decides a case that the caller holds locked. */
  @Transactional(propagation = Propagation.MANDATORY)
  DecisionId close(Case of, Ruling ruling, Hands hands, DecisionForm form, RecordId cause) {
    Instant now = clock.instant();
    DecisionId id = DecisionId.fresh();
    Verdict verdict =
        new Verdict(
            id,
            id.value(),
            of.id(),
            hands.batch(),
            of.account(),
            of.handle(),
            of.origin(),
            Source.of(of, cases),
            ruling,
            cases.witnesses(of.id()),
            hands.by(),
            hands.agreedBy(),
            hands.agreement(),
            hands.secondPerson(),
            cause,
            null,
            false,
            form);
    RecordId record = enactment.enact(List.of(verdict), now, now.plus(WITHHELD)).getFirst();
    cases.close(of.id(), Phrases.of(ruling.measures()), record, now);
    cases.judgeReporters(of.id(), hands.sampled() ? null : Boolean.valueOf(ruling.sanction()));
    proposals.overtake(of.id());
    drafts.drop(of.id());
    return id;
  }
}
