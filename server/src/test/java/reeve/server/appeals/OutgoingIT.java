package reeve.server.appeals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.server.ServerTest;
import reeve.server.cases.Acting;
import reeve.server.cases.TestVerdicts;
import reeve.server.decisions.DecisionForm;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.Letters;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.policy.Measure;
import reeve.server.record.Opening;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** Searches everything that goes out for who reported, how many, when, and who decided. */
@ServerTest
class OutgoingIT {
  private static final Pattern OPENING = Pattern.compile("/transparency/check\\.html#(\\S+)");

  @Autowired private ApplicationContext context;
  @Autowired private AppealFiling filing;
  @Autowired private Hearing hearing;
  @Autowired private AppealRows rows;
  @Autowired private Letters letters;
  @Autowired private Acting acting;

  @Test
  void noOutgoingWordIdOrTimeTellsWhoReportedOrWhoDecided() {
    TestTown town = new TestTown(context);
    Member reviewer = town.member(Role.REVIEWER);
    Member other = town.member(Role.LEAD);
    Reported reported = town.reported(7);
    Instant reportedAt = town.clock.instant();
    town.clock.forward(Duration.ofHours(31));
    Reported innocent = town.reported(3);
    town.decided(innocent, reviewer, TestTown.form("", "", DecisionForm.NO_VIOLATION));
    DecisionId decision = town.suspended(reported, reviewer);
    String statement = letters.about(decision).getFirst().id().toString();
    town.in(() -> {
      filing.receive(List.of(town.appeal(reported.account(), statement, "Look again.")));
      return true;
    });
    town.work();
    Appeal appeal =
        rows.open().stream().filter(a -> a.decision().equals(decision)).findFirst().orElseThrow();
    hearing.claim(appeal.id(), other);
    hearing.decide(
        appeal.id(),
        other,
        new Hearing.Wish(
            Appeal.Outcome.OVERTURNED,
            "You were quoting them, which breaks no rule.",
            "note of ours",
            DecisionForm.EMPTY));
    Reported lured = town.reported(2);
    var verdict = TestVerdicts.on(town.clock, lured.account()).by("lure-of-ours");
    Acting.Act act = new Acting.Act(verdict.serving(TestTown.SPAM).made(), Measure.LIMIT, 3);
    assertThat(town.in(() -> acting.act(List.of(act)))).containsExactly(Acting.Answer.DECIDED);
    town.letItLeave();

    List<AccountRef> everybody = new ArrayList<>(reported.reporters());
    everybody.addAll(innocent.reporters());
    everybody.addAll(lured.reporters());
    everybody.add(lured.account());
    everybody.add(reported.account());
    everybody.add(innocent.account());
    Set<String> staff = new LinkedHashSet<>();
    for (Member member : List.of(reviewer, other)) {
      staff.add(member.name());
      staff.add(member.id().toString());
    }
    Set<String> references = new LinkedHashSet<>();
    int opened = 0;
    for (AccountRef to : everybody) {
      for (var order : town.platform.ordersOn(to)) {
        // Version 4 holds no time.
        assertThat(order.id().value().version()).isEqualTo(4);
        Action.Letter letter =
            switch (order.action()) {
              case Action.DeliverStatement it -> it.letter();
              case Action.DeliverAnswer it -> it.letter();
              case Action _ -> null;
            };
        if (letter != null) {
          assertThat(java.util.UUID.fromString(letter.id()).version()).isEqualTo(4);
          assertThat(references.add(letter.id()))
              .as("an id that two people could compare")
              .isTrue();
          String text =
              letter.title()
                  + "\n"
                  + letter.body().replaceAll("#\\S+", "")
                  + "\n"
                  + letter.decision();
          Matcher opening = OPENING.matcher(letter.body());
          if (opening.find()) {
            assertThat(references.add(opening.group(1))).as("nor an opening").isTrue();
            String half = Opening.of(opening.group(1)).publicHalf();
            boolean holder = to.equals(lured.account()) || to.equals(reported.account());
            assertThat(half.contains("\"who\""))
                .as("a reporter learns no pseudonym of the holder: %s", half)
                .isEqualTo(holder);
            opened++;
          }
          assertThat(text)
              .doesNotContain(staff)
              .doesNotContain("note of ours", "a note of ours", "lure-of-ours");
          for (AccountRef someone : everybody) {
            if (!someone.equals(to)
                && !someone.equals(lured.account())
                && !someone.equals(reported.account())
                && !someone.equals(innocent.account())) {
              assertThat(text).doesNotContain(someone.nativeId());
            }
          }
          assertThat(text)
              .doesNotContain(decision.toString(), appeal.id().toString())
              .doesNotContainPattern("(?i)\\bcase\\W+" + reported.of().id() + "\\b")
              .doesNotContain(reportedAt.toString().substring(0, 16))
              .doesNotContainPattern(
                  "(?i)\\b(7|seven|3|three)\\b (people|reports|reporters|users)");
        }
      }
    }
    assertThat(references).hasSizeGreaterThanOrEqualTo(7 + 7 + 3 + 3 + 2 + 1);
    assertThat(opened).isGreaterThanOrEqualTo(7 + 3 + 2 + 2);
  }
}
