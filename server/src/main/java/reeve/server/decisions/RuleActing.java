package reeve.server.decisions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.cases.Acting;
import reeve.server.cases.Case;
import reeve.server.cases.Cases;
import reeve.server.cases.FlaggedPost;
import reeve.server.cases.Surfaced;
import reeve.server.cases.Surfacing;
import reeve.server.cases.VerdictId;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.policy.PolicyId;
import reeve.server.record.RecordId;

/**
 * Decides in the name of a rule. Its verdict is no judgement of the reporters, nor of the rule
 * itself: both are judged when a person hears an appeal.
 */
@Component
class RuleActing implements Acting {
  private static final int MOST = 1_000;

  private final Surfacing surfacing;
  private final Cases cases;
  private final Policies policies;
  private final DecisionRows rows;
  private final Enactment enactment;
  private final Drafts drafts;
  private final Proposals proposals;
  private final OpenAppeals appeals;
  private final InstantSource clock;

  RuleActing(
      Surfacing surfacing,
      Cases cases,
      Policies policies,
      DecisionRows rows,
      Enactment enactment,
      Drafts drafts,
      Proposals proposals,
      OpenAppeals appeals,
      InstantSource clock) {
    this.surfacing = surfacing;
    this.cases = cases;
    this.policies = policies;
    this.rows = rows;
    this.enactment = enactment;
    this.drafts = drafts;
    this.proposals = proposals;
    this.appeals = appeals;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Answer> act(List<Act> acts) {
    if (acts.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " at once");
    }
    List<Surfaced> seen = acts.stream().map(Act::seen).toList();
    Set<VerdictId> fresh = new HashSet<>();
    surfacing.fresh(seen).forEach(one -> fresh.add(one.verdict()));
    // Locks the cases: from here on nobody claims, closes or opens them before this has ended.
    surfacing.surface(seen);
    Set<AccountRef> decided = new HashSet<>();
    List<Answer> answers = new ArrayList<>(acts.size());
    for (Act act : acts) {
      Answer answer = fresh.remove(act.seen().verdict()) ? answer(act, decided) : Answer.KNOWN;
      if (answer == Answer.DECIDED) {
        decided.add(act.seen().account());
      }
      answers.add(answer);
    }
    return List.copyOf(answers);
  }

  private Answer answer(Act act, Set<AccountRef> decided) {
    Surfaced seen = act.seen();
    if (seen.overLimit()) {
      return Answer.OVER_LIMIT;
    }
    Ruling.Under under = under(act).orElse(null);
    if (under == null) {
      return Answer.NOT_ALLOWED;
    }
    if (decided.contains(seen.account())) {
      return Answer.IN_FORCE;
    }
    Instant now = clock.instant();
    Case of = cases.open(seen.account()).orElseThrow();
    if (inHands(of, now)) {
      return Answer.IN_HANDS;
    }
    DecisionRows.Past past = rows.past(seen.account(), seen.rule().name(), now);
    if (past.takenBack()) {
      return Answer.TAKEN_BACK;
    }
    if (past.inForce()) {
      return Answer.IN_FORCE;
    }
    if (appeals.anyOf(past.decisions())) {
      return Answer.APPEALED;
    }
    decide(act, of, under, now);
    return Answer.DECIDED;
  }

  /**
   * The clause in force, where it lets a machine do this. Violent extremism never does, and neither
   * does a policy under which a person has to say whether something is protected speech.
   */
  private Optional<Ruling.Under> under(Act act) {
    ClauseId id = act.seen().clause();
    return policies
        .current(id.policy())
        .filter(policy -> !policy.id().equals(PolicyId.VIOLENT_EXTREMISM))
        .filter(policy -> !policy.protectedSpeech())
        .flatMap(policy ->
            policy
                .clause(id)
                .filter(clause -> clause.automation() && clause.allows().contains(act.measure()))
                .map(clause -> new Ruling.Under(policy, clause)));
  }

  private boolean inHands(Case of, Instant now) {
    Case.Claim claim = of.claim();
    return of.danger()
        || (claim != null && claim.until().isAfter(now))
        || proposals.newest(of.id()).filter(it -> it.state() == Proposal.State.WAITING).isPresent();
  }

  private void decide(Act act, Case of, Ruling.Under under, Instant now) {
    Surfaced seen = act.seen();
    Ruling ruling =
        new Ruling(
            Set.of(act.measure()),
            under,
            posts(of, seen.post()),
            Set.of(),
            now.plus(Duration.ofDays(act.days())).truncatedTo(ChronoUnit.MICROS),
            null,
            "",
            "");
    DecisionId id = DecisionId.fresh();
    Verdict verdict =
        new Verdict(
            id,
            id.value(),
            of.id(),
            null,
            of.account(),
            of.handle(),
            of.origin(),
            Source.of(of, cases),
            ruling,
            cases.witnesses(of.id()),
            new By.Rule(seen.rule(), seen.verdict()),
            null,
            "",
            true,
            of.opened(),
            null,
            false,
            null);
    RecordId record =
        enactment.enact(List.of(verdict), now, now.plus(Deciding.WITHHELD)).getFirst();
    cases.close(of.id(), Phrases.of(ruling.measures()) + ", by a rule alone", record, now);
    drafts.drop(of.id());
  }

  /** The post that the verdict is about, as it is kept with the case. */
  private List<FlaggedPost> posts(Case of, @Nullable Post post) {
    return post == null
        ? List.of()
        : cases.flagged(of.id()).stream()
            .filter(it -> it.post().post().equals(post.post()))
            .toList();
  }
}
