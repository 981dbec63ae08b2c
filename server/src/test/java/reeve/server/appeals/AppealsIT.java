package reeve.server.appeals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.ServerTest;
import reeve.server.decisions.Decision;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Reconsidering;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
class AppealsIT {
  private static final String REASON = "We read everything again, and this is what we found.";

  @Autowired private ApplicationContext context;
  @Autowired private AppealFiling filing;
  @Autowired private Hearing hearing;
  @Autowired private AppealRows rows;
  @Autowired private Reconsidering decisions;
  @Autowired private JdbcClient jdbc;

  private TestTown town;
  private Member first;
  private Member second;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    first = town.member(Role.REVIEWER);
    second = town.member(Role.REVIEWER);
    town.work();
  }

  @Test
  void anOverturnedAppealBringsEverythingBackAndTellsBothSides() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    AccountRef reporter = reported.reporters().getFirst();
    Appeal appeal = filed(reported.account(), decision, "I was quoting them to warn others.");
    town.work();
    assertThat(town.letterTo(reported.account()).title()).isEqualTo("We have your appeal");
    assertThat(appeal.side()).isEqualTo(Appeal.Side.HOLDER);
    assertThat(Duration.between(appeal.filedAt(), appeal.dueAt())).isEqualTo(Duration.ofDays(14));

    hearing.claim(appeal.id(), second);
    assertThat(hearing.decide(appeal.id(), second, wish(Appeal.Outcome.OVERTURNED))).isEmpty();
    int before = town.carriedOut(reported.account()).size();
    town.clock.forward(Duration.ofMillis(9_900));
    town.work();
    assertThat(town.carriedOut(reported.account())).hasSize(before);
    town.letItLeave();

    List<Action> all = town.carriedOut(reported.account());
    UUID suspension = town.platform.ordersOn(reported.account()).getFirst().id().value();
    assertThat(all)
        .filteredOn(a -> a instanceof Action.Reinstate)
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Reinstate.class,
            r -> assertThat(r.undone()).extracting(o -> o.value()).containsExactly(suspension));
    assertThat(all)
        .filteredOn(a -> a instanceof Action.DeliverAnswer)
        .last()
        .isInstanceOfSatisfying(
            Action.DeliverAnswer.class,
            a -> {
              assertThat(a.letter().title()).isEqualTo("Your appeal: you were right");
              assertThat(a.letter().body()).contains(REASON);
            });
    assertThat(town.letterTo(reporter).title()).isEqualTo("A correction to what we told you");
    assertThat(decisions.find(decision).orElseThrow().state()).isEqualTo(Decision.State.OVERTURNED);
    assertThat(judgedRight(reporter)).isEqualTo(0);
    assertThat(town.recorded(reported.account(), "appeals.decided"))
        .singleElement()
        .satisfies(r ->
            assertThat(r.publicHalf())
                .containsEntry("outcome", "overturned")
                .containsEntry("by", "holder")
                .containsEntry("policy", "violent-extremism")
                .containsEntry("secondPerson", true));
    assertThat(town.recorded(reported.account(), "enforcement.carried-out"))
        .filteredOn(r -> "reinstate".equals(r.publicHalf().get("action")))
        .singleElement()
        .satisfies(r ->
            assertThat(r.publicHalf())
                .as("the suspension that held ends")
                .containsEntry("ends", true)
                .containsEntry("policy", "violent-extremism"));
    assertThat(town.recorded(reported.account(), "decisions.reversed"))
        .singleElement()
        .satisfies(r ->
            assertThat(r.publicHalf())
                .containsEntry("how", "overturned")
                .containsEntry("again", false));
  }

  @Test
  void anUpheldAppealChangesNothingAndTellsTheAppellant() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    Appeal appeal = filed(reported.account(), decision, "No.");
    hearing.claim(appeal.id(), second);
    assertThat(hearing.decide(appeal.id(), second, wish(Appeal.Outcome.UPHELD))).isEmpty();
    town.letItLeave();
    assertThat(town.letterTo(reported.account()).title())
        .isEqualTo("Your appeal: the decision stands");
    assertThat(town.carriedOut(reported.account())).noneMatch(a -> a instanceof Action.Reinstate);
    assertThat(decisions.find(decision).orElseThrow().state()).isEqualTo(Decision.State.STANDING);
    assertThat(judgedRight(reported.reporters().getFirst())).isEqualTo(1);
  }

  @Test
  void aChangedDecisionTakesTheOldOneBackAndComesWithItsOwnStatement() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    Appeal appeal = filed(reported.account(), decision, "For ever is too long.");
    hearing.claim(appeal.id(), second);
    Hearing.Wish wish =
        new Hearing.Wish(
            Appeal.Outcome.CHANGED,
            REASON,
            "",
            TestTown.form(TestTown.RECRUITMENT, "Once is enough.", "suspend-temporarily"));
    assertThat(hearing.decide(appeal.id(), second, wish)).isEmpty();
    town.letItLeave();
    List<Action> all = town.carriedOut(reported.account());
    int back = indexOf(all, Action.Reinstate.class);
    assertThat(all.get(back + 1))
        .isInstanceOfSatisfying(Action.Suspend.class, s -> assertThat(s.until()).isNotNull());
    assertThat(all.getLast()).isInstanceOf(Action.DeliverStatement.class);
    assertThat(decisions.find(decision).orElseThrow().state()).isEqualTo(Decision.State.REPLACED);

    DecisionId changed =
        Objects.requireNonNull(
            Objects.requireNonNull(rows.find(appeal.id()).orElseThrow().ending()).replacement());
    Appeal again = filed(reported.account(), changed, "Still too long.");
    assertThatThrownBy(() -> hearing.claim(again.id(), second)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> hearing.claim(again.id(), first)).isInstanceOf(Refused.class);
    hearing.claim(again.id(), town.member(Role.LEAD));
  }

  @Test
  void whatAHoldersAppealPutThereIsUndoneAsThatAndNotPublishedAsAnyDecision() {
    Reported reported = town.reported(1);
    Appeal appeal =
        filed(reported.account(), town.suspended(reported, first), "For ever is too long.");
    hearing.claim(appeal.id(), second);
    Hearing.Wish wish =
        new Hearing.Wish(
            Appeal.Outcome.CHANGED,
            REASON,
            "",
            TestTown.form(TestTown.RECRUITMENT, "Once is enough.", "suspend-temporarily"));
    assertThat(hearing.decide(appeal.id(), second, wish)).isEmpty();
    town.letItLeave();
    DecisionId changed =
        Objects.requireNonNull(
            Objects.requireNonNull(rows.find(appeal.id()).orElseThrow().ending()).replacement());
    town.undo(changed, second);
    assertThat(town.recorded(reported.account(), "decisions.undone"))
        .singleElement()
        .satisfies(it ->
            assertThat(it.publicHalf())
                .as("the appeal's outcome told of it")
                .containsEntry("onAppeal", true)
                .doesNotContainKey("who"));
  }

  @Test
  void aReporterAppealsAgainstNoViolationAndTheAccountIsSanctionedAfterAll() {
    Reported reported = town.reported(2);
    town.decided(reported, first, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    AccountRef reporter = reported.reporters().getFirst();
    AccountRef other = reported.reporters().getLast();
    String letter = town.letterTo(reporter).id();
    assertThat(letter).isNotEqualTo(town.letterTo(other).id());
    file(reporter, letter, "They recruit, look at the link.");
    Appeal appeal = of(letter);
    assertThat(appeal.side()).isEqualTo(Appeal.Side.REPORTER);
    file(other, town.letterTo(other).id(), "I think so too.");
    town.work();
    assertThat(town.letterTo(other).title()).isEqualTo("We have your appeal");
    hearing.claim(appeal.id(), second);
    assertThat(hearing.decide(appeal.id(), second, wish(Appeal.Outcome.OVERTURNED)))
        .extracting(f -> f.field())
        .containsExactly("outcome");
    Hearing.Wish wish =
        new Hearing.Wish(
            Appeal.Outcome.CHANGED,
            REASON,
            "",
            TestTown.form(TestTown.RECRUITMENT, "You recruit.", "suspend-permanently"));
    assertThat(hearing.decide(appeal.id(), second, wish)).isEmpty();
    hearing.withdraw(appeal.id(), second);
    assertThat(hearing.decide(appeal.id(), second, wish)).isEmpty();
    town.letItLeave();
    assertThat(town.carriedOut(reported.account()).getFirst()).isEqualTo(new Action.Suspend(null));
    assertThat(published(reported.account()))
        .as("the rows look as if nobody had appealed")
        .containsExactly(
            "decisions.decided", "decisions.decided", "decisions.withdrawn", "decisions.decided");
    assertThat(
            town.carriedOut(reporter).stream()
                .filter(a -> letterTitle(a).startsWith("Your appeal")))
        .hasSize(1);
    assertThat(
            town.carriedOut(other).stream().filter(a -> letterTitle(a).startsWith("Your appeal")))
        .hasSize(1);
    assertThat(judgedRight(reporter)).isEqualTo(1);
  }

  /** Of decisions, oldest first, what everybody can read. */
  private List<String> published(AccountRef account) {
    return town.records.about(account, 200).reversed().stream()
        .filter(it -> it.kind().name().startsWith("decisions."))
        .filter(it -> it.publicHalf() != null && it.publicHalf().containsKey("who"))
        .peek(it -> assertThat(it.publicHalf()).containsEntry("onAppeal", false))
        .map(it -> it.kind().name())
        .toList();
  }

  @Test
  void anAppealIsHeardOnceAndASecondIsAnsweredPolitely() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    Appeal appeal = filed(reported.account(), decision, "First.");
    file(reported.account(), statement(decision), "Second.");
    town.work();
    assertThat(town.letterTo(reported.account()).title()).isEqualTo("We have your appeal already");
    assertThat(rows.voices(appeal.id()))
        .extracting(Voice::heard)
        .containsExactlyInAnyOrder(Voice.Heard.HEARD, Voice.Heard.REPEATED);
    hearing.claim(appeal.id(), second);
    hearing.decide(appeal.id(), second, wish(Appeal.Outcome.UPHELD));
    town.letItLeave();
    file(reported.account(), statement(decision), "Third.");
    town.work();
    assertThat(town.letterTo(reported.account()).title())
        .isEqualTo("This decision was looked at again already");
  }

  @Test
  void anAppealAfterSixMonthsIsAnsweredThatItIsTooLate() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    String letter = statement(decision);
    town.clock.forward(Duration.ofDays(185));
    file(reported.account(), letter, "Now I have time.");
    town.work();
    assertThat(town.letterTo(reported.account()).title()).isEqualTo("Your appeal came too late");
  }

  @Test
  void anAppealBySomebodyElseIsSetAsideWhereLeadsSeeIt() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    AccountRef stranger = town.platform.newAccount();
    file(stranger, statement(decision), "Let them go.");
    file(stranger, "no such letter", "Hello?");
    assertThat(rows.setAside())
        .filteredOn(v -> v.by().equals(stranger))
        .extracting(Voice::text)
        .containsExactlyInAnyOrder("Let them go.", "Hello?");
    assertThat(town.carriedOut(stranger)).isEmpty();
  }

  @Test
  void whoDecidedDoesNotHearTheAppealAndNeitherDoesWhoReported() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    Appeal appeal = filed(reported.account(), decision, "Look again.");
    assertThatThrownBy(() -> hearing.claim(appeal.id(), first))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(AppealProblem.TOOK_PART));
    jdbc.sql("UPDATE staff_member SET account_platform = 'square', account_id = ? WHERE id = ?")
        .params(reported.reporters().getFirst().nativeId(), second.id().value())
        .update();
    assertThatThrownBy(() -> hearing.claim(appeal.id(), second)).isInstanceOf(Refused.class);
  }

  @Test
  void anOutcomeIsWithdrawnInTenSecondsAndTheDecisionStandsAsBefore() {
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, first);
    Appeal appeal = filed(reported.account(), decision, "Look again.");
    hearing.claim(appeal.id(), second);
    hearing.decide(appeal.id(), second, wish(Appeal.Outcome.OVERTURNED));
    town.work();
    int before = town.carriedOut(reported.account()).size();
    town.clock.forward(Duration.ofMillis(9_900));
    hearing.withdraw(appeal.id(), second);
    town.letItLeave();
    assertThat(town.carriedOut(reported.account())).hasSize(before);
    assertThat(decisions.find(decision).orElseThrow().state()).isEqualTo(Decision.State.STANDING);
    assertThat(judgedRight(reported.reporters().getFirst())).isEqualTo(1);

    hearing.decide(appeal.id(), second, wish(Appeal.Outcome.UPHELD));
    town.clock.forward(Duration.ofMillis(10_100));
    assertThatThrownBy(() -> hearing.withdraw(appeal.id(), second)).isInstanceOf(Refused.class);
  }

  @Test
  void underALapsedClaimNothingIsDecided() {
    Reported reported = town.reported(1);
    Appeal appeal = filed(reported.account(), town.suspended(reported, first), "Look again.");
    hearing.claim(appeal.id(), second);
    town.clock.forward(Duration.ofMinutes(61));
    assertThatThrownBy(() -> hearing.decide(appeal.id(), second, wish(Appeal.Outcome.UPHELD)))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(AppealProblem.NOT_CLAIMED));
    Member third = town.member(Role.REVIEWER);
    hearing.claim(appeal.id(), third);
    assertThatThrownBy(() -> hearing.claim(appeal.id(), second))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.problem()).isEqualTo(AppealProblem.CLAIMED));
  }

  @Test
  void aSoleAdministratorInvitesAGuestAndAfterAWeekDecidesAlone() {
    Member alone = town.member(Role.ADMINISTRATOR);
    Reported reported = town.reported(1);
    DecisionId decision = town.suspended(reported, alone);
    Appeal appeal = filed(reported.account(), decision, "Look again.");
    assertThatThrownBy(() -> hearing.invite(appeal.id(), alone)).isInstanceOf(Refused.class);

    List<UUID> others =
        jdbc.sql("UPDATE staff_member SET active = false WHERE active AND id <> ? RETURNING id")
            .param(alone.id().value())
            .query((row, _) -> row.getObject(1, UUID.class))
            .list();
    try {
      assertThat(hearing.invite(appeal.id(), alone)).startsWith("/link/");
      assertThatThrownBy(() -> hearing.claim(appeal.id(), alone)).isInstanceOf(Refused.class);
      town.clock.forward(Duration.ofDays(7));
      hearing.claim(appeal.id(), alone);
      assertThat(hearing.decide(appeal.id(), alone, wish(Appeal.Outcome.UPHELD))).isEmpty();
      town.letItLeave();
      assertThat(town.letterTo(reported.account()).body()).contains("no second person");
      assertThat(town.recorded(reported.account(), "appeals.decided"))
          .singleElement()
          .satisfies(r -> assertThat(r.publicHalf()).containsEntry("secondPerson", false));
    } finally {
      jdbc.sql("UPDATE staff_member SET active = true WHERE id = ANY (:ids)")
          .param("ids", others.toArray(UUID[]::new))
          .update();
    }
  }

  private static Hearing.Wish wish(Appeal.Outcome outcome) {
    return new Hearing.Wish(outcome, REASON, "", DecisionForm.EMPTY);
  }

  private static String letterTitle(Action action) {
    return action instanceof Action.DeliverAnswer answer ? answer.letter().title() : "";
  }

  private static int indexOf(List<Action> actions, Class<? extends Action> kind) {
    for (int i = 0; i < actions.size(); i++) {
      if (kind.isInstance(actions.get(i))) {
        return i;
      }
    }
    throw new AssertionError(actions);
  }

  private Appeal filed(AccountRef by, DecisionId decision, String text) {
    file(by, statement(decision), text);
    return rows.open().stream()
        .filter(a -> a.decision().equals(decision))
        .findFirst()
        .orElseThrow();
  }

  private void file(AccountRef by, String letter, String text) {
    town.in(() -> {
      filing.receive(List.of(town.appeal(by, letter, text)));
      return true;
    });
  }

  private Appeal of(String letter) {
    return jdbc.sql("SELECT appeal FROM appeal_voice WHERE letter = ?")
        .param(letter)
        .query((row, _) -> rows.find(row.getObject(1, UUID.class)).orElseThrow())
        .single();
  }

  private String statement(DecisionId decision) {
    return jdbc.sql("SELECT id::text FROM letter WHERE decision = ? AND audience = 'holder'")
        .param(decision.value())
        .query((row, _) -> row.getString(1))
        .single();
  }

  private int judgedRight(AccountRef reporter) {
    return jdbc.sql("SELECT was_right FROM reporter WHERE native_id = ?")
        .param(reporter.nativeId())
        .query((row, _) -> row.getInt(1))
        .single();
  }
}
