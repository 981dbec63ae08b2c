package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import reeve.server.ServerTest;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Post;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
@Tag("sql")
final class SurfacingIT {
  @Autowired private ApplicationContext context;
  @Autowired private Records records;
  private CaseTown town;

  @BeforeEach
  void aTownWithEmptyQueues() {
    town = new CaseTown(context);
    town.emptyQueues();
  }

  private List<Recorded> recorded(AccountRef account, String kind) {
    return records.about(account, 1000).stream()
        .filter(one -> one.kind().name().equals(kind))
        .toList();
  }

  private Case surfaced(Surfaced verdict) {
    town.surface(verdict);
    return town.of(verdict.account());
  }

  @Test
  void aVerdictOpensACaseAndIsTakenOnce() {
    AccountRef account = town.events.someone();
    Post post = town.events.post(account, "come to the crimson river");
    Surfaced one =
        TestVerdicts.on(town, account)
            .about(post)
            .seen(town.events.capture(account, post))
            .with("post.text", post.text())
            .with("share", 0.5)
            .counting("pushes", 12)
            .made();
    Surfaced other = TestVerdicts.on(town, account).by(one.rule().name()).weighing(2).made();
    assertThat(town.surface(one, other, one)).isEqualTo(2);
    assertThat(town.surface(other, one)).isZero();

    Case of = town.of(account);
    assertThat(of.reports()).isZero();
    assertThat(of.verdicts()).isEqualTo(2);
    assertThat(of.rules()).isEqualTo(1);
    assertThat(of.foundByReeve()).isTrue();
    assertThat(of.signs()).isEqualTo("nobody reported; surfaced by 1 rule");
    assertThat(of.handle()).isEqualTo("h-" + account.nativeId());
    assertThat(of.queue().value()).isEqualTo("violent-extremism");
    assertThat(of.openedAt()).isEqualTo(one.at());
    assertThat(Duration.between(of.openedAt(), of.due())).isEqualTo(Duration.ofDays(1));
    assertThat(of.priority().surfaced()).isEqualTo(Duration.ofHours(4));
    assertThat(of.priority().reporters()).isZero();
    assertThat(of.priority().reach()).isPositive();
    assertThat(town.cases.flagged(of.id())).extracting(FlaggedPost::post).containsExactly(post);
    assertThat(town.cases.witnesses(of.id())).isEmpty();

    assertThat(recorded(account, "cases.opened"))
        .singleElement()
        .satisfies(opened -> {
          assertThat(opened.publicHalf())
              .containsEntry("source", "surfaced")
              .containsEntry("origin", "live")
              .containsEntry("at", one.at().toString());
          assertThat(opened.privateHalf()).containsEntry("verdict", one.verdict().hex());
        });
    Recorded said = recorded(account, "cases.surfaced").getLast();
    assertThat(recorded(account, "cases.surfaced")).hasSize(2);
    assertThat(said.cause()).isEqualTo(of.opened());
    assertThat(said.publicHalf())
        .containsOnlyKeys("policy", "origin", "source", "opened", "kind", "day", "who")
        .containsEntry("policy", "violent-extremism");
    assertThat(recorded(account, "cases.surfaced").getFirst().publicHalf())
        .as("only what opened the case is a first sign, which is published")
        .containsOnlyKeys("policy", "origin", "source", "opened")
        .containsEntry("opened", false);
    assertThat(said.privateHalf())
        .containsEntry("rule", one.rule().name())
        .containsEntry("version", one.rule().version())
        .containsEntry("ruleSet", one.rule().ruleSet())
        .containsEntry("values", Map.of("post.text", post.text(), "share", "0.5"))
        .hasEntrySatisfying("counters", it -> assertThat(it).hasToString("{pushes=12}"));
  }

  @Test
  void reportsAndVerdictsJoinInOneCaseAndEachKeepsItsTerm() {
    AccountRef account = town.events.someone();
    town.surface(TestVerdicts.on(town, account).serving("spam/bulk").weighing(1).made());
    Case before = town.of(account);
    assertThat(before.queue().value()).isEqualTo("spam");
    town.enter(town.events.report(town.events.someone(), account, "1"));
    town.surface(
        TestVerdicts.on(town, account).serving("spam/bulk").weighing(2).made(),
        TestVerdicts.on(town, account).serving("spam/bulk").weighing(9).overLimit().made());
    Case of = town.of(account);
    assertThat(of.id()).isEqualTo(before.id());
    assertThat(of.queue().value()).isEqualTo("violent-extremism");
    assertThat(of.signs()).isEqualTo("1 report by 1 person; surfaced by 3 rules");
    assertThat(of.foundByReeve()).isFalse();
    assertThat(of.priority().surfaced()).isEqualTo(Duration.ofHours(4));
    assertThat(of.priority().reporters()).isGreaterThan(Duration.ofHours(1));
    assertThat(of.priority().reach()).as("a verdict without a profile leaves it").isPositive();
    long number =
        town.db
            .sql("select priority from cases where id = ?")
            .param(of.id().value())
            .query(Long.class)
            .single();
    assertThat(number).isEqualTo(of.priority().number(of.openedAt()));
    assertThat(recorded(account, "cases.opened")).hasSize(1);
  }

  @Test
  void aRuleOverItsLimitWaitsBehindPeopleAndIsKept() {
    AccountRef loud = town.events.someone();
    Case aside = surfaced(TestVerdicts.on(town, loud).weighing(10).overLimit().made());
    assertThat(aside.verdicts()).isEqualTo(1);
    assertThat(aside.priority().headStart()).isLessThan(Duration.ofDays(-1));
    town.clock.forward(Duration.ofHours(20));
    Case reported = town.reported("3");
    Case within =
        surfaced(
            TestVerdicts.on(town, town.events.someone()).serving("spam/bulk").weighing(1).made());
    assertThat(town.next(town.reviewer())).contains(reported.id());
    assertThat(town.next(town.reviewer())).contains(within.id());
    assertThat(town.next(town.reviewer())).contains(aside.id());

    town.enter(town.events.report(town.events.someone(), loud, "1"));
    assertThat(town.of(loud).priority().surfaced()).isZero();
    assertThat(town.of(loud).priority().headStart()).isGreaterThan(Duration.ofHours(60));
  }

  @Test
  void ageBringsEvenThatToTheTop() {
    Case aside =
        surfaced(
            TestVerdicts.on(town, town.events.someone())
                .serving("spam/bulk")
                .weighing(1)
                .overLimit()
                .made());
    town.clock.forward(Duration.ofHours(230));
    List<reeve.server.platform.Event> flood = new ArrayList<>();
    AccountRef hated = town.events.someone();
    for (int i = 0; i < 300; i++) {
      flood.add(town.events.report(town.events.someone(), hated, "1"));
    }
    town.enter(flood);
    assertThat(town.next(town.reviewer())).contains(aside.id());
  }

  @Test
  void aClauseThatNoPolicyHasGoesToTheGeneralQueue() {
    Case of =
        surfaced(TestVerdicts.on(town, town.events.someone()).serving("long-gone/no-such").made());
    assertThat(of.queue()).isEqualTo(QueueId.GENERAL);
    assertThat(of.policies()).isEmpty();
  }

  @Test
  void aFailedBatchLeavesNothingAndIsGivenAgain() {
    AccountRef account = town.events.someone();
    Surfaced verdict = TestVerdicts.on(town, account).made();
    assertThatThrownBy(() ->
            town.in(() -> {
              town.surfacing.surface(List.of(verdict));
              throw new IllegalStateException("the answer is lost");
            }))
        .hasMessage("the answer is lost");
    assertThat(town.cases.open(account)).isEmpty();
    assertThat(recorded(account, "cases.surfaced")).isEmpty();
    assertThat(town.surface(verdict)).isOne();
    assertThatThrownBy(() -> town.surfacing.surface(List.of(verdict)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
  }

  @Test
  void theSameBatchesFromFourSidesAtOnceCountOnce() throws Exception {
    List<AccountRef> accounts = new ArrayList<>();
    List<Surfaced> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      accounts.add(town.events.someone());
      for (int rule = 0; rule < 4; rule++) {
        all.add(TestVerdicts.on(town, accounts.getLast()).by("side-" + rule).weighing(1).made());
      }
    }
    try (var pool = Executors.newFixedThreadPool(4)) {
      List<Callable<Integer>> sides = new ArrayList<>();
      for (int side = 0; side < 4; side++) {
        sides.add(() -> again(all));
      }
      int added = 0;
      for (Future<Integer> side : pool.invokeAll(sides)) {
        added += side.get();
      }
      assertThat(added).isEqualTo(40);
    }
    for (AccountRef account : accounts) {
      Case of = town.of(account);
      assertThat(of.verdicts()).isEqualTo(4);
      assertThat(of.rules()).isEqualTo(4);
      assertThat(recorded(account, "cases.opened")).hasSize(1);
      assertThat(recorded(account, "cases.surfaced")).hasSize(4);
    }
  }

  /** As a worker does: everything that is worth a retry is tried again. */
  private int again(List<Surfaced> batch) {
    while (true) {
      try {
        return town.surface(batch.toArray(Surfaced[]::new));
      } catch (Docket.CaseMoved
          | DuplicateKeyException
          | ConcurrencyFailureException
          | UncategorizedSQLException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void aReopenedCaseJoinsTheOneThatARuleOpenedMeanwhile() {
    AccountRef account = town.events.someone();
    Case first = surfaced(TestVerdicts.on(town, account).by("burst").weighing(3).made());
    Member member = town.desk.newMember(Role.LEAD);
    town.in(() -> {
      town.cases.close(first.id(), "no violation", first.opened(), town.clock.instant());
      return true;
    });
    town.clock.forward(Duration.ofMinutes(1));
    Case second =
        surfaced(TestVerdicts.on(town, account).by("burst").weighing(4).overLimit().made());
    town.surface(TestVerdicts.on(town, account).by("invite").weighing(9).overLimit().made());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.priority().surfaced()).isNegative();

    Case open =
        town.in(() -> town.cases.reopen(first.id(), first.opened(), CaseTown.staff(member)));
    assertThat(open.id()).isEqualTo(second.id());
    assertThat(open.verdicts()).isEqualTo(3);
    assertThat(open.rules()).isEqualTo(2);
    assertThat(open.priority().surfaced()).isEqualTo(Duration.ofHours(4));
    assertThat(open.openedAt()).isEqualTo(first.openedAt());
    town.surface(TestVerdicts.on(town, account).by("invite").weighing(1).made());
    assertThat(town.of(account).priority().surfaced())
        .as("three and one, as if it had always been one case")
        .isEqualTo(Priority.surfaced(4, 4, 0));
    assertThat(town.cases.find(first.id()).orElseThrow().state()).isEqualTo(Case.State.MERGED);
  }

  @Test
  void whoLostTheirClaimLearnsThatARuleHeldMeanwhile() {
    AccountRef account = town.events.someone();
    Case of = surfaced(TestVerdicts.on(town, account).made());
    Member member = town.reviewer();
    town.next(member);
    ClaimId claim = town.claimOf(of.id());
    town.clock.forward(Duration.ofMinutes(16));
    town.surface(TestVerdicts.on(town, account).made());
    town.next(town.reviewer());
    Grip.Lost lost = (Grip.Lost) town.in(() -> town.cases.grip(claim, CaseTown.staff(member)));
    assertThat(lost.since())
        .extracting(Grip.Happening::words)
        .containsExactlyInAnyOrder("The claim lapsed.", "A rule surfaced the account.");
  }

  @Test
  void whatRulesReadOfASealedPostGoesAtOnce() {
    AccountRef account = town.events.someone();
    Post post = town.events.post(account, "hidden from everybody");
    Case of =
        surfaced(TestVerdicts.on(town, account).about(post).with("post.text", post.text()).made());
    town.surface(TestVerdicts.on(town, account).with("handle", "kept").made());
    town.in(() -> {
      town.cases.seal(of.id(), List.of(post.post()), CaseTown.staff(town.reviewer()));
      return true;
    });
    assertThat(town.cases.flagged(of.id())).singleElement().matches(FlaggedPost::sealed);
    assertThat(
            town.db
                .sql("select seen from evidence where case_id = ? order by at, verdict")
                .param(of.id().value())
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list())
        .containsExactly("null", "{\"handle\":\"kept\"}");
    assertThat(recorded(account, "cases.surfaced"))
        .extracting(one -> String.valueOf(one.privateHalf()))
        .noneMatch(half -> half.contains("hidden from everybody"))
        .anyMatch(half -> half.contains("kept"));
  }

  @Test
  void aTagOpensNothingHoldsUntilItsEndAndIsNoSurfacing() {
    AccountRef account = town.events.someone();
    Post post = town.events.post(account, "a tagged one");
    Tags tags = context.getBean(Tags.class);
    TestVerdicts by = TestVerdicts.on(town, account);
    TestVerdicts onPost = TestVerdicts.on(town, account).about(post);
    town.in(() -> {
      town.surfacing.tag(
          List.of(
              by.tag("fresh", Duration.ofDays(2)),
              by.tag("fresh", Duration.ofDays(3)),
              onPost.tag("invite", Duration.ofDays(30))));
      town.surfacing.tag(List.of(by.tag("fresh", Duration.ofHours(1))));
      return true;
    });
    assertThat(town.cases.open(account)).isEmpty();
    assertThat(records.about(account, 10)).isEmpty();
    var now = town.clock.instant();
    assertThat(tags.of(account, now))
        .extracting(tag -> tag.tag() + " " + Objects.requireNonNullElse(tag.post(), "account"))
        .containsExactly("fresh account", "invite " + post.post().nativeId());
    assertThat(tags.of(account, now.plus(Duration.ofDays(3)).minusSeconds(1))).hasSize(2);
    assertThat(tags.of(account, now.plus(Duration.ofDays(3)))).hasSize(1);
    assertThat(tags.of(account, now.plus(Duration.ofDays(30)))).isEmpty();
    assertThatThrownBy(() -> by.tag("fresh", Duration.ofDays(30).plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);

    Case of = surfaced(TestVerdicts.on(town, account).weighing(1).made());
    assertThat(of.priority().surfaced()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aThousandVerdictsOnAThousandAccountsAreOneBatch() {
    Surfaced[] many = new Surfaced[1000];
    Arrays.setAll(many, _ -> TestVerdicts.on(town, town.events.someone()).by("wide").made());
    assertThat(town.surface(many)).isEqualTo(1000);
    Map<String, Long> scores = new HashMap<>();
    town.surfacing.scores().forEach(score -> scores.put(score.rule(), score.cases()));
    assertThat(scores).containsEntry("wide", 1000L);
  }
}
