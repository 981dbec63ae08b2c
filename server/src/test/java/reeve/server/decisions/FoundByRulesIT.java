package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.RuleScore;
import reeve.server.cases.Surfacing;
import reeve.server.cases.TestVerdicts;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Post;
import reeve.server.record.Actor;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Accounts that a rule surfaced are decided on, and what became of them measures the rule. */
@ServerTest
final class FoundByRulesIT {
  @Autowired private ApplicationContext context;
  @Autowired private Surfacing surfacing;
  @Autowired private Reconsidering reconsidering;
  @Autowired private TakingBack takingBack;
  private TestTown town;
  private TestEvents events;
  private Member reviewer;
  private String rule;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    reviewer = town.member(Role.REVIEWER);
    rule = "rule-" + UUID.randomUUID().toString().substring(0, 8);
    town.clock.forward(Duration.ofMinutes(20));
    town.work();
  }

  private Reported surfaced() {
    AccountRef account = events.someone();
    Post post = events.post(account, "Join the Crimson Dawn, ask me for the way.");
    town.in(() ->
        surfacing.surface(
            List.of(
                TestVerdicts.on(town.clock, account)
                    .by(rule)
                    .seen(events.capture(account, post))
                    .made())));
    return new Reported(town.cases.open(account).orElseThrow(), account, List.of(), post);
  }

  private RuleScore score() {
    return surfacing.scores().stream()
        .filter(it -> it.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private Decision decision(DecisionId id) {
    return reconsidering.find(id).orElseThrow();
  }

  @Test
  void theStatementSaysThatARuleFoundItAndNobodyIsAnswered() {
    Reported found = surfaced();
    DecisionId id = town.suspended(found, reviewer);
    assertThat(decision(id).source()).isEqualTo(Source.REEVE);
    assertThat(town.letterTo(found.account()).body())
        .contains("We found it ourselves: automatic means pointed us to it, and nobody's report.")
        .contains("A person looked at it and decided")
        .doesNotContain("People who use this network")
        .doesNotContain(rule);
    assertThat(town.carriedOut(found.account()).getFirst()).isEqualTo(new Action.Suspend(null));
    assertThat(town.recorded(found.account(), "decisions.decided").getFirst().publicHalf())
        .containsEntry("source", "reeve");
    assertThat(receipt(found.account()))
        .containsEntry("found", "proactive")
        .containsEntry("policy", "violent-extremism")
        .containsEntry("origin", "live")
        .containsKeys("clause", "who", "day", "kind");
    assertThat(town.recorded(found.account(), "decisions.described").getFirst().publicHalf())
        .containsEntry("violation", true)
        .containsKeys("sign", "followers", "posts", "language", "oldest")
        .doesNotContainKeys("who", "day")
        .hasEntrySatisfying(
            "rules", it -> assertThat(it).asString().contains(rule, "violent-extremism/"));
  }

  /** What the receipt of the suspension publishes. */
  private Map<String, Object> receipt(AccountRef account) {
    return town.recorded(account, "enforcement.carried-out").stream()
        .map(it -> Objects.requireNonNull(it.publicHalf()))
        .filter(it -> it.get("action").equals("suspend"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatWasReportedTooBeforeTheDecisionCameFromReports() {
    Reported found = surfaced();
    town.report(events.someone(), found);
    DecisionId id = town.suspended(found, reviewer);
    assertThat(decision(id).source()).isEqualTo(Source.REPORTS);
    assertThat(receipt(found.account())).containsEntry("found", "reports");
    assertThat(town.letterTo(found.account()).body())
        .contains("People who use this network pointed us to it.");
  }

  @Test
  void aRuleIsMeasuredByWhatBecameOfItsVerdicts() {
    surfaced();
    Reported kept = surfaced();
    Reported cleared = surfaced();
    Reported appealed = surfaced();
    Reported undone = surfaced();
    town.suspended(kept, reviewer);
    town.decided(cleared, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    DecisionId wrong = town.suspended(appealed, reviewer);
    DecisionId back = town.suspended(undone, reviewer);
    assertThat(score()).returns(5L, RuleScore::surfaced).returns(4L, RuleScore::judged);
    assertThat(score()).returns(3L, RuleScore::violations).returns(0L, RuleScore::overturned);

    UUID bundle = UUID.randomUUID();
    town.in(() -> {
      reconsidering.overturn(decision(wrong), bundle, decision(wrong).record());
      return true;
    });
    takingBack.undo(back, reviewer, "It was another account after all.");
    RuleScore score = score();
    assertThat(score).returns(5L, RuleScore::cases).returns(0L, RuleScore::overLimit);
    assertThat(score.judged()).as("the undone one is open again").isEqualTo(3);
    assertThat(score.violations()).isEqualTo(1);
    assertThat(score.overturned()).isEqualTo(1);

    var by = new Actor.Staff(reviewer.id().value());
    town.in(() -> reconsidering.restore(decision(wrong), null, bundle, by));
    assertThat(score()).returns(2L, RuleScore::violations).returns(0L, RuleScore::overturned);
  }
}
