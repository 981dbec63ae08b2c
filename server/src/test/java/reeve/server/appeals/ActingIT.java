package reeve.server.appeals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Acting;
import reeve.server.cases.Acting.Act;
import reeve.server.cases.Acting.Answer;
import reeve.server.cases.Case;
import reeve.server.cases.RuleScore;
import reeve.server.cases.Surfaced;
import reeve.server.cases.Surfacing;
import reeve.server.cases.TestVerdicts;
import reeve.server.decisions.Decision;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Letters;
import reeve.server.decisions.Phrases;
import reeve.server.decisions.Reconsidering;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.OrderId;
import reeve.server.platform.Post;
import reeve.server.platform.Refused;
import reeve.server.policy.Measure;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** A rule decides without a person, and what people make of it. */
@Tag("sql")
@ServerTest
final class ActingIT {
  @Autowired private ApplicationContext context;
  @Autowired private Acting acting;
  @Autowired private Surfacing surfacing;
  @Autowired private Reconsidering decisions;
  @Autowired private Letters letters;
  @Autowired private AppealFiling filing;
  @Autowired private Hearing hearing;
  @Autowired private AppealRows rows;
  @Autowired private MockMvc mvc;
  private TestTown town;
  private TestEvents events;
  private Member lead;
  private String rule;
  private AccountRef account;
  private Post post;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    lead = town.member(Role.LEAD);
    rule = "lure-" + UUID.randomUUID().toString().substring(0, 8);
    town.clock.forward(Duration.ofMinutes(20));
    town.work();
    account = events.someone();
    post = events.post(account, "Double your coins at bit.example/coins before tonight.");
  }

  private TestVerdicts verdict() {
    return TestVerdicts.on(town.clock, account)
        .by(rule)
        .serving(TestTown.SPAM)
        .about(post)
        .seen(events.capture(account, post));
  }

  private static Act limit(Surfaced seen) {
    return new Act(seen, Measure.LIMIT, 3);
  }

  private List<Answer> act(Act... acts) {
    return town.in(() -> acting.act(List.of(acts)));
  }

  private Answer again() {
    return act(limit(verdict().made())).getFirst();
  }

  /** What the rule decided on the account last. */
  private Decision decided() {
    var record = town.recorded(account, "decisions.decided").getFirst();
    var id = UUID.fromString(String.valueOf(record.privateHalf().get("decision")));
    return decisions.find(new DecisionId(id)).orElseThrow();
  }

  private RuleScore score() {
    return surfacing.scores().stream()
        .filter(it -> it.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAccountIsLimitedForDaysAndItsHolderLearnsThatNoPersonDecided() {
    assertThat(again()).isEqualTo(Answer.DECIDED);
    assertThat(town.carriedOut(account)).as("it can still be withdrawn").isEmpty();
    Instant until = town.clock.instant().plus(Duration.ofDays(3));
    town.letItLeave();

    assertThat(town.carriedOut(account).getFirst()).isEqualTo(new Action.Limit(until));
    Action.Letter letter = town.letterTo(account);
    assertThat(letter.title()).isEqualTo("Your account is limited");
    assertThat(letter.appealUntil()).isNotNull();
    assertThat(letter.body())
        .contains("We limited your account until " + Phrases.minute(until))
        .contains("Then it ends by itself")
        .contains("An automated rule decided this, without a person.")
        .contains("You can ask that a person looks at it again")
        .contains("Double your coins")
        .doesNotContain("A person looked", "no machine", "another person", rule);
    Case of = town.cases.history(account).getFirst();
    assertThat(of.state()).isEqualTo(Case.State.CLOSED);
    assertThat(of.outcome().words()).isEqualTo("limit, by a rule alone");
    assertThat(town.cases.flagged(of.id())).extracting(it -> it.post()).containsExactly(post);
    assertThat(score()).returns(1L, RuleScore::surfaced);
  }

  @Test
  void theRecordTellsThatItWasAutomatedAndStaffAloneByWhichRule() {
    again();
    var record = town.recorded(account, "decisions.decided").getFirst();
    assertThat(record.actor()).isEqualTo("reeve:rule");
    assertThat(record.publicHalf())
        .containsEntry("automated", true)
        .containsEntry("source", "reeve")
        .containsEntry("clause", "bulk")
        .containsEntry("actions", List.of("limit"));
    assertThat(record.publicHalf().toString()).doesNotContain(rule);
    assertThat(record.privateHalf())
        .containsEntry("rule", rule)
        .containsEntry("until", town.clock.instant().plus(Duration.ofDays(3)).toString());
    assertThat(record.cause()).isEqualTo(town.cases.history(account).getFirst().opened());
    assertThat(decided().decidedBy()).isNull();
    assertThat(decided().automated()).isTrue();
  }

  @Test
  void aSuspensionForDaysEndsByItself() {
    act(new Act(verdict().made(), Measure.SUSPEND_TEMPORARILY, 7));
    Instant until = town.clock.instant().plus(Duration.ofDays(7));
    town.letItLeave();
    assertThat(town.carriedOut(account).getFirst()).isEqualTo(new Action.Suspend(until));
    assertThat(town.letterTo(account).title()).isEqualTo("Your account is suspended for a time");
  }

  @Test
  void theSameVerdictAgainChangesNothing() {
    Surfaced seen = verdict().made();
    assertThat(act(limit(seen), limit(seen))).containsExactly(Answer.DECIDED, Answer.KNOWN);
    assertThat(act(limit(seen))).containsExactly(Answer.KNOWN);
    assertThat(town.cases.history(account)).hasSize(1);
    assertThat(town.recorded(account, "decisions.decided")).hasSize(1);
    Surfaced before = verdict().made();
    town.in(() -> surfacing.surface(List.of(before)));
    assertThat(act(limit(before))).as("what only surfaced stays so").containsExactly(Answer.KNOWN);
  }

  @Test
  void anAccountIsNeverUnderTwoMeasuresAtOnce() {
    assertThat(act(limit(verdict().made()), limit(verdict().made())))
        .containsExactly(Answer.DECIDED, Answer.IN_FORCE);
    town.letItLeave();
    assertThat(again()).isEqualTo(Answer.IN_FORCE);
    assertThat(town.cases.open(account)).as("people see it").isPresent();
    town.clock.forward(Duration.ofDays(3));
    assertThat(again()).as("the limit is over").isEqualTo(Answer.DECIDED);
    assertThat(town.cases.open(account)).isEmpty();
  }

  @Test
  void whatAPersonSuspendedForGoodIsNotSuspendedForDays() {
    Reported reported = town.reported(1);
    town.suspended(reported, lead);
    account = reported.account();
    post = reported.post();
    assertThat(act(new Act(verdict().made(), Measure.SUSPEND_TEMPORARILY, 1)))
        .containsExactly(Answer.IN_FORCE);
  }

  @Test
  void aLeadWithdrawsItBeforeItLeavesAndTheRuleDecidesOnThatAccountNoMore() throws Exception {
    again();
    DecisionId id = decided().id();
    Member reviewer = town.member(Role.REVIEWER);
    assertThatThrownBy(() -> town.withdraw(id, reviewer)).isInstanceOf(Refused.class);
    var session = town.desk.session(lead);
    mvc.perform(get("/lead").session(session))
        .andExpect(content().string(containsString("Decided by rules alone")))
        .andExpect(content().string(containsString("/decisions/" + id)));
    mvc.perform(get("/decisions/" + id).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString(rule)))
        .andExpect(content().string(containsString("/decisions/" + id + "/withdraw")));
    mvc.perform(get("/decisions/" + id).session(town.desk.session(reviewer)))
        .andExpect(status().isForbidden());
    mvc.perform(post("/decisions/" + id + "/withdraw").session(session).with(csrf()))
        .andExpect(header().string("HX-Redirect", containsString("/cases/")));
    town.letItLeave();
    assertThat(town.carriedOut(account)).isEmpty();
    Case open = town.cases.open(account).orElseThrow();
    assertThat(open.claim().holder()).isEqualTo(TestTown.staff(lead));
    assertThat(again()).isEqualTo(Answer.IN_HANDS);
    town.in(() -> {
      town.cases.handBack(open.id(), TestTown.staff(lead));
      return true;
    });
    assertThat(again()).isEqualTo(Answer.TAKEN_BACK);
    rule = "another-" + rule;
    assertThat(again()).as("another rule may").isEqualTo(Answer.DECIDED);
  }

  @Test
  void aLeadUndoesItAndEverythingComesBack() throws Exception {
    again();
    town.letItLeave();
    UUID order = town.platform.ordersOn(account).getFirst().id().value();
    DecisionId id = decided().id();
    mvc.perform(get("/decisions/" + id).session(town.desk.session(lead)))
        .andExpect(content().string(containsString("Undo the decision")))
        .andExpect(content().string(not(containsString("/withdraw"))));
    town.undo(id, lead);
    town.work();
    assertThat(town.carriedOut(account))
        .contains(new Action.Reinstate(List.of(new OrderId(order))));
    assertThat(town.letterTo(account).title())
        .isEqualTo("We took a decision about your account back");
    assertThat(decided().state()).isEqualTo(Decision.State.UNDONE);
  }

  @Test
  void anyReviewerHearsTheAppealAndWhatTheyOverturnCountsAgainstTheRule() {
    again();
    town.letItLeave();
    UUID order = town.platform.ordersOn(account).getFirst().id().value();
    assertThat(score()).as("a rule does not judge itself").returns(0L, RuleScore::judged);
    town.clock.forward(Duration.ofDays(4));
    Appeal appeal = appealed();
    assertThat(again()).isEqualTo(Answer.APPEALED);

    hear(appeal, Appeal.Outcome.OVERTURNED);
    assertThat(town.carriedOut(account))
        .contains(new Action.Reinstate(List.of(new OrderId(order))));
    assertThat(decided().state()).isEqualTo(Decision.State.OVERTURNED);
    assertThat(score()).returns(1L, RuleScore::judged).returns(1L, RuleScore::overturned);
    assertThat(score()).returns(0L, RuleScore::violations);
    assertThat(again()).isEqualTo(Answer.TAKEN_BACK);
  }

  @Test
  void anUpheldAppealIsTheFirstJudgementOfTheRuleUnlessItIsWithdrawn() {
    again();
    town.letItLeave();
    Appeal appeal = appealed();
    Member hearer = town.member(Role.REVIEWER);
    hearing.claim(appeal.id(), hearer);
    hearing.decide(appeal.id(), hearer, wish(Appeal.Outcome.UPHELD));
    assertThat(score()).returns(1L, RuleScore::judged).returns(1L, RuleScore::violations);
    hearing.withdraw(appeal.id(), hearer);
    assertThat(score()).returns(0L, RuleScore::judged);
  }

  private Appeal appealed() {
    String statement = letters.about(decided().id()).getFirst().id().toString();
    town.in(() -> {
      filing.receive(List.of(town.appeal(account, statement, "These are my own coins.")));
      return true;
    });
    return rows.open().stream()
        .filter(it -> it.decision().equals(decided().id()))
        .findFirst()
        .orElseThrow();
  }

  private void hear(Appeal appeal, Appeal.Outcome outcome) {
    Member hearer = town.member(Role.REVIEWER);
    hearing.claim(appeal.id(), hearer);
    assertThat(hearing.decide(appeal.id(), hearer, wish(outcome))).isEmpty();
    town.letItLeave();
  }

  private static Hearing.Wish wish(Appeal.Outcome outcome) {
    return new Hearing.Wish(
        outcome, "We read everything again, and this is what we found.", "", DecisionForm.EMPTY);
  }

  @Test
  void aCaseThatSomebodyHoldsOrThatIsADangerToLifeOnlyGetsTheEvidence() {
    Reported reported = town.reported(1);
    account = reported.account();
    post = reported.post();
    town.claim(reported, lead);
    assertThat(again()).isEqualTo(Answer.IN_HANDS);
    Case held = town.cases.open(account).orElseThrow();
    assertThat(held.id()).isEqualTo(reported.of().id());
    assertThat(held.verdicts()).isEqualTo(1);
    town.in(() -> {
      town.cases.escalate(held.id(), TestTown.staff(lead));
      return true;
    });
    assertThat(again()).isEqualTo(Answer.IN_HANDS);
    assertThat(town.recorded(account, "decisions.decided")).isEmpty();
  }

  @Test
  void aClaimThatLapsedHoldsNothingUpAndIsNotTakenForTheDecider() {
    Reported reported = town.reported(2);
    account = reported.account();
    post = reported.post();
    town.claim(reported, lead);
    town.clock.forward(Duration.ofMinutes(16));
    assertThat(again()).isEqualTo(Answer.DECIDED);
    assertThat(town.recorded(account, "cases.closed").getFirst().actor()).isEqualTo("reeve:cases");
    town.letItLeave();
    assertThat(town.letterTo(reported.reporters().getFirst()).body())
        .contains("An automated rule decided on it, without a person.")
        .doesNotContain("A person has looked");
    assertThat(town.letterTo(account).body())
        .contains("People who use this network pointed us to it. An automated rule decided this");
  }

  @Test
  void aClauseThatLetsNoMachineDecideOnlySurfaces() {
    for (String clause :
        List.of(TestTown.RECRUITMENT, "violent-threats/threat-to-person", "spam/gone")) {
      assertThat(act(limit(verdict().serving(clause).made())))
          .as(clause)
          .containsExactly(Answer.NOT_ALLOWED);
    }
    assertThat(act(limit(verdict().overLimit().made()))).containsExactly(Answer.OVER_LIMIT);
    Case open = town.cases.open(account).orElseThrow();
    assertThat(open.verdicts()).isEqualTo(4);
    assertThat(town.recorded(account, "decisions.decided")).isEmpty();
  }

  @Test
  void aRuleNeitherWarnsNorSuspendsForGoodNorForLong() {
    Surfaced seen = verdict().made();
    assertThatThrownBy(() -> new Act(seen, Measure.SUSPEND_PERMANENTLY, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Act(seen, Measure.LIMIT, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Act(seen, Measure.LIMIT, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
