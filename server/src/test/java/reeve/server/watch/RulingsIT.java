package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Surfacing;
import reeve.server.cases.TestVerdicts;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Reconsidering;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Place;
import reeve.server.record.RecordId;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** What rules learn of decisions. */
@Tag("sql")
@ServerTest
final class RulingsIT {
  private static final Actor HEARER = new Actor.Worker("tests");

  @Autowired private ApplicationContext context;
  @Autowired private Rulings rulings;
  @Autowired private Reconsidering decisions;
  @Autowired private Surfacing surfacing;
  private TestTown town;
  private TestEvents events;
  private Member reviewer;
  private Place from = Place.START;

  @BeforeEach
  void town() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    reviewer = town.member(Role.REVIEWER);
    news();
  }

  /** What is told since the last call, once it can be withdrawn no more. */
  private List<Ruling> news() {
    town.clock.forward(Rulings.SETTLED);
    List<Ruling> all = new ArrayList<>();
    List<Ruling> some = rulings.after(from, 3);
    while (!some.isEmpty()) {
      all.addAll(some);
      from = some.getLast().place();
      some = rulings.after(from, 3);
    }
    return all;
  }

  private static DecisionForm suspension() {
    return TestTown.form(TestTown.RECRUITMENT, "You asked people to join.", "suspend-permanently");
  }

  private RecordId record(DecisionId id) {
    return decisions.find(id).orElseThrow().record();
  }

  @Test
  void aDecisionIsToldOnceItCanBeWithdrawnNoMore() {
    Reported reported = town.reported(1);
    DecisionId id = town.made(reported, reviewer, suspension());
    town.clock.forward(Rulings.SETTLED.minusMillis(1));
    assertThat(rulings.after(from, 10)).isEmpty();
    assertThat(news())
        .singleElement()
        .satisfies(ruling -> {
          assertThat(ruling.record()).isEqualTo(record(id));
          assertThat(ruling.account()).isEqualTo(reported.account());
          assertThat(ruling.origin()).isEqualTo(Origin.LIVE);
          assertThat(ruling.clause()).isEqualTo(ClauseId.parse(TestTown.RECRUITMENT));
          assertThat(ruling.measures()).containsExactly("suspend-permanently");
          assertThat(ruling.source()).isEqualTo(Ruling.Source.REPORT);
          assertThat(ruling.overturned()).isFalse();
        });
    assertThat(news()).isEmpty();
  }

  @Test
  void whereNothingWasBrokenThereIsNeitherClauseNorMeasure() {
    town.made(town.reported(1), reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    assertThat(news())
        .singleElement()
        .satisfies(ruling -> {
          assertThat(ruling.clause()).isNull();
          assertThat(ruling.measures()).isEmpty();
        });
  }

  @Test
  void whatWasWithdrawnIsNeverToldHoweverMuchOfItThereIs() {
    for (int i = 0; i < 4; i++) {
      Reported reported = town.reported(1);
      town.withdraw(town.made(reported, reviewer, suspension()), reviewer);
      town.in(() ->
          town.cases
              .open(reported.account())
              .map(it -> {
                town.cases.handBack(it.id(), TestTown.staff(reviewer));
                return it;
              }));
    }
    Reported kept = town.reported(1);
    town.made(kept, reviewer, suspension());
    assertThat(news()).extracting(Ruling::account).containsExactly(kept.account());
  }

  @Test
  void whatARuleFoundIsProactiveUntilSomebodyReportsIt() {
    Reported found = surfaced();
    Reported reportedToo = surfaced();
    town.report(events.someone(), reportedToo);
    town.made(found, reviewer, suspension());
    town.made(reportedToo, reviewer, suspension());
    town.report(events.someone(), found);
    assertThat(news())
        .extracting(Ruling::source)
        .containsExactly(Ruling.Source.PROACTIVE, Ruling.Source.REPORT);
  }

  private Reported surfaced() {
    AccountRef account = events.someone();
    Post post = events.post(account, "Join the Crimson Dawn, ask me for the way.");
    var verdict = TestVerdicts.on(town.clock, account).seen(events.capture(account, post)).made();
    town.in(() -> surfacing.surface(List.of(verdict)));
    return new Reported(town.cases.open(account).orElseThrow(), account, List.of(), post);
  }

  @Test
  void anUndoneDecisionIsToldASecondTimeAsTakenBack() {
    Reported reported = town.reported(1);
    DecisionId id = town.decided(reported, reviewer, suspension());
    town.undo(id, reviewer);
    assertThat(news())
        .satisfiesExactly(
            first -> assertThat(first.overturned()).isFalse(),
            second -> {
              assertThat(second.overturned()).isTrue();
              assertThat(second.account()).isEqualTo(reported.account());
              assertThat(second.clause()).isEqualTo(ClauseId.parse(TestTown.RECRUITMENT));
              assertThat(second.measures()).containsExactly("suspend-permanently");
              assertThat(second.source()).isEqualTo(Ruling.Source.REPORT);
            });
  }

  @Test
  void anAppealTellsThatItTookTheDecisionBackUnlessItsOutcomeIsWithdrawn() {
    Reported reported = town.reported(1);
    DecisionId id = town.decided(reported, reviewer, suspension());
    news();
    RecordId upheld = heard(reported, id, "upheld");
    assertThat(news()).isEmpty();
    RecordId overturned = heard(reported, id, "overturned");
    append("appeals.withdrawn", reported, overturned, Map.of());
    assertThat(news()).isEmpty();
    RecordId again = heard(reported, id, "overturned");
    assertThat(news())
        .singleElement()
        .satisfies(ruling -> {
          assertThat(ruling.record()).isEqualTo(again).isNotEqualTo(upheld);
          assertThat(ruling.overturned()).isTrue();
          assertThat(ruling.measures()).containsExactly("suspend-permanently");
        });
  }

  @Test
  void aDecisionThatTookAnothersPlaceIsToldUnlessTheAppealIsWithdrawn() {
    Reported reported = town.reported(1);
    DecisionId id = town.decided(reported, reviewer, suspension());
    news();
    Map<String, Object> warning =
        Map.of(
            "actions", List.of("warn"),
            "policy", "spam",
            "clause", "bulk",
            "origin", "live",
            "onAppeal", true);
    RecordId changed = heard(reported, id, "changed");
    append("decisions.decided", reported, changed, warning);
    append("appeals.withdrawn", reported, changed, Map.of());
    append("decisions.decided", reported, heard(reported, id, "changed"), warning);
    assertThat(news())
        .singleElement()
        .satisfies(ruling -> {
          assertThat(ruling.measures()).containsExactly("warn");
          assertThat(ruling.clause()).isEqualTo(ClauseId.parse(TestTown.SPAM));
          assertThat(ruling.source()).isEqualTo(Ruling.Source.REPORT);
          assertThat(ruling.overturned()).isFalse();
        });
  }

  /** The records of an appeal, as the slice of appeals writes them. */
  private RecordId heard(Reported reported, DecisionId on, String outcome) {
    RecordId filed = append("appeals.filed", reported, record(on), Map.of("by", "holder"));
    return append("appeals.decided", reported, filed, Map.of("outcome", outcome));
  }

  private RecordId append(String kind, Reported about, RecordId cause, Map<String, ?> half) {
    town.clock.forward(Duration.ofMillis(1));
    return town.in(() ->
        town.records.append(
            new Entry(new Kind(kind, 1), about.account(), HEARER, cause, half, Map.of())));
  }
}
