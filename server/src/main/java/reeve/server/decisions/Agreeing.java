package reeve.server.decisions;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.Grip;
import reeve.server.platform.Refused;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.Roster;

/** A lead agrees with a proposed decision, or does not. */
@Component
class Agreeing {
  static final Kind DECLINED = new Kind("decisions.declined", 1);

  /** Characters of a lead's words, at least and at the most. */
  static final int WORDS_LEAST = 20;

  static final int WORDS_MOST = 4_000;

  private final Proposals proposals;
  private final Cases cases;
  private final Policies policies;
  private final Deciding deciding;
  private final Drafts drafts;
  private final Records records;
  private final Roster roster;
  private final InstantSource clock;

  Agreeing(
      Proposals proposals,
      Cases cases,
      Policies policies,
      Deciding deciding,
      Drafts drafts,
      Records records,
      Roster roster,
      InstantSource clock) {
    this.proposals = proposals;
    this.cases = cases;
    this.policies = policies;
    this.deciding = deciding;
    this.drafts = drafts;
    this.records = records;
    this.roster = roster;
    this.clock = clock;
  }

  /**
   * Makes the proposed decision, in the name of the reviewer and with the lead's words. A lead
   * agrees with their own proposal only where the town has no other lead, and it is marked so.
   *
   * @throws Refused with why not
   */
  @Transactional
  DecisionId agree(UUID id, Member lead, String words) {
    Proposal proposal = open(id, words);
    Actor.Staff by = new Actor.Staff(lead.id().value());
    boolean second = !proposal.proposedBy().equals(by);
    if (!second && roster.others(Role.LEAD, lead.id()) > 0) {
      throw new Refused(
          DecisionProblem.OWN_PROPOSAL,
          "You proposed this decision yourself; another lead must agree with it.");
    }
    Case of = take(proposal, by);
    Ruling ruling =
        switch (FormCheck.check(proposal.form(), policies, cases.kept(of.id()), clock.instant())) {
          case Judged.Sound sound -> sound.ruling();
          case Judged.Flawed flawed ->
              throw new Refused(
                  DecisionProblem.PROPOSAL_CLOSED,
                  "The case has changed, and the decision cannot be made as proposed: "
                      + flawed.flaws().getFirst().words()
                      + " Decline, and the case is judged anew.");
        };
    proposals.close(id, Proposal.State.AGREED, by, words);
    return deciding.close(
        of,
        ruling,
        new Deciding.Hands(proposal.proposedBy(), by, words, second),
        proposal.form(),
        proposal.record());
  }

  /** Sends the case back to its queue, with the lead's words and the reviewer's draft. */
  @Transactional
  void decline(UUID id, Member lead, String words) {
    Proposal proposal = open(id, words);
    Actor.Staff by = new Actor.Staff(lead.id().value());
    proposals.close(id, Proposal.State.DECLINED, by, words);
    Case of = cases.find(proposal.caseId()).orElseThrow();
    records.append(
        new Entry(
            DECLINED,
            of.account(),
            by,
            proposal.record(),
            Map.of(),
            Map.of("case", of.id().value(), "words", words)));
    if (of.state() == Case.State.OPEN) {
      drafts.save(of.id(), proposal.proposedBy(), proposal.form());
      cases.park(of.id(), clock.instant());
    }
  }

  private Proposal open(UUID id, String words) {
    int length = PlainText.length(words);
    if (length < WORDS_LEAST || length > WORDS_MOST) {
      throw new Refused(
          DecisionProblem.WORDS_MISSING,
          "Write why, in %d to %,d characters.".formatted(WORDS_LEAST, WORDS_MOST));
    }
    Proposal proposal =
        proposals
            .lock(id)
            .orElseThrow(() ->
                new Refused(
                    DecisionProblem.NO_SUCH_PROPOSAL, "There is no proposal at this address."));
    if (proposal.state() != Proposal.State.WAITING) {
      throw new Refused(
          DecisionProblem.PROPOSAL_CLOSED,
          "This proposal is closed: somebody was quicker, or the case was decided otherwise.");
    }
    return proposal;
  }

  private Case take(Proposal proposal, Actor.Staff by) {
    if (cases.conflict(proposal.caseId(), proposal.proposedBy())) {
      throw new Refused(
          DecisionProblem.CONFLICT,
          "The case has come to touch the account of the reviewer who proposed this. Decline, and"
              + " somebody else judges it.");
    }
    return switch (cases.take(proposal.caseId(), by)) {
      case Grip.Held held -> held.of();
      case Grip.Lost _ ->
          throw new Refused(
              DecisionProblem.CASE_HELD,
              "Somebody else works on this case now, or it is decided. Look again later.");
      case Grip.Barred barred -> throw new Refused(DecisionProblem.CONFLICT, barred.why());
    };
  }
}
