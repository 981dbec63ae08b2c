package reeve.server.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.FakePlatform.Death;
import reeve.server.FakePlatform.Fault;
import reeve.server.ServerTest;
import reeve.server.cases.Case;
import reeve.server.cases.ClaimId;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.enforcement.OrderState;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
class DecidingIT {
  @Autowired private ApplicationContext context;
  @Autowired private Deciding deciding;
  @Autowired private TakingBack takingBack;
  @Autowired private DecisionRows rows;
  @Autowired private Drafts drafts;
  @Autowired private Letters letters;
  @Autowired private Orders orders;
  @Autowired private JdbcClient jdbc;

  private TestTown town;
  private Member reviewer;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    reviewer = town.member(Role.REVIEWER);
    town.clock.forward(Duration.ofMinutes(20));
    town.work();
  }

  @Test
  void aSuspensionLeavesAfterTenSecondsAndEverybodyIsTold() {
    Reported reported = town.reported(2);
    DecisionId id = decide(reported, reviewer, suspend(reported));

    town.clock.forward(Duration.ofMillis(9_900));
    town.work();
    assertThat(town.carriedOut(reported.account())).isEmpty();
    town.clock.forward(Duration.ofMillis(100));
    town.work();

    assertThat(town.carriedOut(reported.account()))
        .hasSize(2)
        .first()
        .isEqualTo(new Action.Suspend(null));
    assertThat(town.carriedOut(reported.account()).getLast())
        .isInstanceOfSatisfying(
            Action.DeliverStatement.class,
            statement ->
                assertThat(statement.letter().body())
                    .contains("Recruitment for a violent group")
                    .contains("Join the Crimson Dawn, ask me for the way.")
                    .contains("People who use this network pointed us to it.")
                    .contains("You asked people to join.")
                    .contains("14 days"));
    for (var reporter : reported.reporters()) {
      assertThat(town.carriedOut(reporter))
          .singleElement()
          .isInstanceOf(Action.DeliverAnswer.class);
    }
    Case closed = town.cases.find(reported.of().id()).orElseThrow();
    assertThat(closed.state()).isEqualTo(Case.State.CLOSED);
    assertThat(Objects.requireNonNull(closed.outcome()).words()).isEqualTo("suspend permanently");
    assertThat(orders.of(id.value())).allMatch(o -> o.state() == OrderState.DONE);
    assertThat(town.recorded(reported.account(), "decisions.decided"))
        .singleElement()
        .satisfies(r ->
            assertThat(r.publicHalf())
                .containsEntry("actions", List.of("suspend-permanently"))
                .containsEntry("policy", "violent-extremism")
                .containsEntry("clause", "recruitment")
                .containsEntry("origin", "live")
                .containsEntry("source", "reports"));
    assertThat(town.recorded(reported.account(), "enforcement.carried-out")).hasSize(2);
  }

  @Test
  void noViolationAnswersTheReportersWhoMayAppealAndTellsTheHolderNothing() {
    Reported reported = town.reported(1);
    decide(reported, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    town.letItLeave();
    assertThat(town.carriedOut(reported.account())).isEmpty();
    assertThat(town.carriedOut(reported.reporters().getFirst()))
        .singleElement()
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            answer -> {
              assertThat(answer.letter().appealUntil()).isNotNull();
              assertThat(answer.letter().decision()).isEqualTo(answer.letter().id());
            });
  }

  @Test
  void everythingThatAFormLacksIsSaidAtOnce() {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    assertThat(flaws(reported, claim, DecisionForm.EMPTY)).containsExactly("measure");
    assertThat(flaws(reported, claim, TestTown.form("", "x", "warn"))).containsExactly("clause");
    assertThat(flaws(reported, claim, TestTown.form("no/such", "x", "warn")))
        .containsExactly("clause");
    assertThat(flaws(reported, claim, TestTown.form("", "x", "warn", DecisionForm.NO_VIOLATION)))
        .containsExactly("measure");
    assertThat(
            flaws(
                reported,
                claim,
                TestTown.form(TestTown.RECRUITMENT, "x", "limit", "suspend-permanently")))
        .containsExactly("measure");
    assertThat(flaws(reported, claim, TestTown.form(TestTown.RECRUITMENT, "x", "remove-posts")))
        .containsExactly("post");
    assertThat(flaws(reported, claim, TestTown.form(TestTown.RECRUITMENT, "x", "clear-field")))
        .containsExactly("field");
    assertThat(flaws(reported, claim, TestTown.form(TestTown.RECRUITMENT, "", "limit")))
        .containsExactly("toHolder");
    assertThat(flaws(reported, claim, TestTown.form("violent-extremism/group-threat", "x", "warn")))
        .containsExactly("measure");
    assertThat(
            flaws(
                reported,
                claim,
                new DecisionForm(
                    List.of("suspend-temporarily"),
                    TestTown.RECRUITMENT,
                    List.of("of-another-case"),
                    List.of(),
                    "366",
                    "",
                    "x".repeat(4_001),
                    "")))
        .containsExactlyInAnyOrder("post", "days", "protected", "toHolder");
    assertThat(town.cases.find(reported.of().id()).orElseThrow().state())
        .isEqualTo(Case.State.OPEN);
  }

  @Test
  void aDecisionUnderALapsedClaimIsRefusedSaysWhatHappenedAndKeepsTheText() {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    town.clock.forward(Duration.ofMinutes(16));
    DecisionForm form = suspend(reported);
    assertThat(deciding.decide(reported.of().id(), claim, TestTown.staff(reviewer), form))
        .isInstanceOf(Decided.Lapsed.class);

    Member other = town.member(Role.REVIEWER);
    decide(reported, other, suspend(reported));
    assertThat(deciding.decide(reported.of().id(), claim, TestTown.staff(reviewer), form))
        .isInstanceOfSatisfying(
            Decided.Lapsed.class,
            lapsed -> assertThat(lapsed.since()).extracting(h -> h.words()).isNotEmpty());
    town.letItLeave();
    assertThat(town.carriedOut(reported.account())).hasSize(2);
  }

  @Test
  void theTextOfARefusedDecisionIsKeptForItsWriterAlone() {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    town.clock.forward(Duration.ofMinutes(16));
    deciding.decide(reported.of().id(), claim, TestTown.staff(reviewer), suspend(reported));
    assertThat(drafts.find(reported.of().id(), TestTown.staff(reviewer)))
        .contains(suspend(reported));
    assertThat(drafts.find(reported.of().id(), TestTown.staff(town.member(Role.LEAD)))).isEmpty();
  }

  @Test
  void ofTwoReviewersWhoDecideAtOnceOneDecides() throws Exception {
    for (int round = 0; round < 5; round++) {
      Reported reported = town.reported(1);
      ClaimId claim = town.claim(reported, reviewer);
      List<Callable<Decided>> both = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        both.add(() ->
            deciding.decide(
                reported.of().id(), claim, TestTown.staff(reviewer), suspend(reported)));
      }
      List<Decided> outcomes = new ArrayList<>();
      try (var threads = Executors.newFixedThreadPool(4)) {
        for (var done : threads.invokeAll(both)) {
          outcomes.add(done.get());
        }
      }
      assertThat(outcomes).filteredOn(d -> d instanceof Decided.Made).hasSize(1);
      assertThat(outcomes).filteredOn(d -> d instanceof Decided.Lapsed).hasSize(3);
      town.letItLeave();
      assertThat(town.carriedOut(reported.account())).hasSize(2);
    }
  }

  @Test
  void whoseClaimPassedToAnotherDecidesNothingHoweverCloseTheyAre() throws Exception {
    for (int round = 0; round < 5; round++) {
      Reported reported = town.reported(1);
      ClaimId lapsed = town.claim(reported, reviewer);
      town.clock.forward(Duration.ofMinutes(16));
      Member other = town.member(Role.REVIEWER);
      ClaimId current = town.claim(reported, other);
      var form = suspend(reported);
      var id = reported.of().id();
      try (var threads = Executors.newFixedThreadPool(2)) {
        var outcomes =
            threads.invokeAll(
                List.<Callable<Decided>>of(
                    () -> deciding.decide(id, lapsed, TestTown.staff(reviewer), form),
                    () -> deciding.decide(id, current, TestTown.staff(other), form)));
        assertThat(outcomes.get(0).get()).isInstanceOf(Decided.Lapsed.class);
        assertThat(outcomes.get(1).get()).isInstanceOf(Decided.Made.class);
      }
      town.letItLeave();
      assertThat(town.carriedOut(reported.account())).hasSize(2);
      assertThat(town.recorded(reported.account(), "decisions.decided")).hasSize(1);
    }
  }

  @Test
  void nobodyDecidesByAnothersClaim() {
    Reported reported = town.reported(1);
    ClaimId claim = town.claim(reported, reviewer);
    Member other = town.member(Role.REVIEWER);
    assertThat(deciding.decide(reported.of().id(), claim, TestTown.staff(other), suspend(reported)))
        .isInstanceOf(Decided.Barred.class);
  }

  @Test
  void nobodyDecidesWhereTheirOwnAccountReported() {
    Reported reported = town.reported(2);
    ClaimId claim = town.claim(reported, reviewer);
    jdbc.sql("UPDATE staff_member SET account_platform = 'square', account_id = ? WHERE id = ?")
        .params(reported.reporters().getFirst().nativeId(), reviewer.id().value())
        .update();
    assertThat(
            deciding.decide(reported.of().id(), claim, TestTown.staff(reviewer), suspend(reported)))
        .isInstanceOfSatisfying(
            Decided.Barred.class, barred -> assertThat(barred.why()).contains("somebody else"));
  }

  @Test
  void aDecisionIsWithdrawnInTenSecondsAsIfItHadNeverBeen() {
    Reported reported = town.reported(1);
    DecisionId id = decide(reported, reviewer, suspend(reported));
    town.clock.forward(Duration.ofMillis(9_900));
    Case open = takingBack.withdraw(id, reviewer);
    assertThat(open.state()).isEqualTo(Case.State.OPEN);
    assertThat(Objects.requireNonNull(open.claim()).holder()).isEqualTo(TestTown.staff(reviewer));
    assertThat(drafts.find(open.id(), TestTown.staff(reviewer))).contains(suspend(reported));
    town.letItLeave();
    assertThat(town.carriedOut(reported.account())).isEmpty();
    assertThat(town.carriedOut(reported.reporters().getFirst())).isEmpty();
    assertThat(letters.about(id)).isEmpty();
    assertThat(town.recorded(reported.account(), "decisions.withdrawn")).hasSize(1);
    assertThatThrownBy(() -> takingBack.withdraw(id, reviewer)).isInstanceOf(Refused.class);
  }

  @Test
  void afterTenSecondsItIsTooLateToWithdraw() {
    Reported reported = town.reported(1);
    DecisionId id = decide(reported, reviewer, suspend(reported));
    Member other = town.member(Role.LEAD);
    assertThatThrownBy(() -> takingBack.withdraw(id, other))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(DecisionProblem.NOT_YOURS));
    town.clock.forward(Duration.ofMillis(10_100));
    assertThatThrownBy(() -> takingBack.withdraw(id, reviewer))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(DecisionProblem.TOO_LATE));
    town.work();
    assertThat(town.carriedOut(reported.account())).hasSize(2);
  }

  @Test
  void undoingNeedsAReasonPutsEverythingBackAndTellsEverybody() {
    Reported reported = town.reported(1);
    DecisionForm form =
        new DecisionForm(
            List.of("remove-posts", "clear-field", "suspend-temporarily"),
            TestTown.RECRUITMENT,
            List.of(reported.postId()),
            List.of("BIO", "AVATAR"),
            "3",
            "no",
            "You asked people to join.",
            "");
    DecisionId id = decide(reported, reviewer, form);
    town.letItLeave();
    List<UUID> done =
        town.platform.ordersOn(reported.account()).stream()
            .filter(o -> o.action() instanceof Action.Sanction)
            .map(o -> o.id().value())
            .toList();
    assertThat(done).hasSize(4);
    assertThatThrownBy(() -> takingBack.undo(id, reviewer, " ")).isInstanceOf(Refused.class);
    assertThatThrownBy(
            () -> takingBack.undo(id, town.member(Role.REVIEWER), "We mistook the account."))
        .isInstanceOf(Refused.class);

    Case open = takingBack.undo(id, reviewer, "We mistook this account for another one.");
    town.work();
    assertThat(open.state()).isEqualTo(Case.State.OPEN);
    List<Action> all = town.carriedOut(reported.account());
    assertThat(all.get(all.size() - 2))
        .isInstanceOfSatisfying(
            Action.Reinstate.class,
            r ->
                assertThat(r.undone().stream().map(o -> o.value()))
                    .containsExactlyInAnyOrderElementsOf(done));
    assertThat(all.getLast())
        .isInstanceOfSatisfying(
            Action.DeliverStatement.class,
            s ->
                assertThat(s.letter().body()).contains("We mistook this account for another one."));
    assertThat(town.carriedOut(reported.reporters().getFirst())).hasSize(2);
    assertThat(rows.find(id).orElseThrow().state()).isEqualTo(Decision.State.UNDONE);
    assertThatThrownBy(() -> takingBack.undo(id, reviewer, "Once more, for no reason."))
        .isInstanceOf(Refused.class);
  }

  @Test
  void theDecisionIsRecordedBeforeAnythingHappensAndHappensOnceWhateverFails() {
    for (Fault fault : Fault.values()) {
      Reported reported = town.reported(1);
      decide(reported, reviewer, suspend(reported));
      assertThat(town.recorded(reported.account(), "decisions.decided")).hasSize(1);
      assertThat(town.carriedOut(reported.account())).isEmpty();
      town.clock.forward(Duration.ofSeconds(10));
      town.platform.fail(fault);
      try {
        town.work();
      } catch (Death e) {
        assertThat(fault).isEqualTo(Fault.CALLER_DIES);
      }
      for (int i = 0; i < 20; i++) {
        town.clock.forward(Duration.ofSeconds(5));
        town.work();
      }
      assertThat(town.carriedOut(reported.account())).hasSize(2);
      assertThat(town.recorded(reported.account(), "enforcement.carried-out")).hasSize(2);
    }
  }

  private DecisionForm suspend(Reported reported) {
    return new DecisionForm(
        List.of("suspend-permanently"),
        TestTown.RECRUITMENT,
        List.of(reported.postId()),
        List.of(),
        "",
        "no",
        "You asked people to join.",
        "Seen before.");
  }

  private DecisionId decide(Reported reported, Member by, DecisionForm form) {
    Decided decided =
        deciding.decide(reported.of().id(), town.claim(reported, by), TestTown.staff(by), form);
    if (decided instanceof Decided.Made made) {
      return made.id();
    }
    throw new AssertionError(decided);
  }

  private List<String> flaws(Reported reported, ClaimId claim, DecisionForm form) {
    Decided decided = deciding.decide(reported.of().id(), claim, TestTown.staff(reviewer), form);
    return decided instanceof Decided.Flawed flawed
        ? flawed.flaws().stream().map(Judged.Flaw::field).toList()
        : List.of(decided.toString());
  }
}
