package reeve.server.watch.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.check.RuleSet;
import reeve.server.watch.backtest.BacktestResult.Account;
import reeve.server.watch.backtest.BacktestResult.RuleFound;
import reeve.server.watch.log.Archive;
import tools.jackson.databind.json.JsonMapper;

/** What an analyst learns of a rule before it touches anyone. */
final class BacktestTest {
  private static final Instant DAY_TWO = ArchiveTown.DAY_ONE.plus(Duration.ofDays(1));
  private static final Instant DAY_THREE = DAY_TWO.plus(Duration.ofDays(1));

  @TempDir private Path directory;

  private ArchiveTown town;

  @BeforeEach
  void open() throws IOException {
    town = new ArchiveTown(directory.resolve("events"));
  }

  @AfterEach
  void close() throws IOException {
    town.close();
  }

  private BacktestResult run(
      RuleSet candidate, @Nullable RuleSet live, @Nullable Instant from, @Nullable Instant to)
      throws Exception {
    try (Archive archive = Archive.open(town.directory, ArchiveTown.SCHEMA, town.end())) {
      return new Backtest(archive, candidate, live).run(from, to, 32 << 20, 2, _ -> {});
    }
  }

  private static RuleFound only(BacktestResult result) {
    return result.candidate().rules().getFirst();
  }

  @Test
  void countersAreWarmedByWhatCameBeforeThePeriod() throws Exception {
    town.posts("a", DAY_TWO.minusSeconds(3600), "hello", 2);
    town.posts("b", DAY_TWO.minusSeconds(2 * 86_400), "hello", 2);
    town.timeless();
    town.post("a", DAY_TWO.plusSeconds(60), "hello");
    town.post("b", DAY_TWO.plusSeconds(60), "hello");
    town.post("c", DAY_THREE, "behind the period");
    BacktestResult result = run(ArchiveTown.set(ArchiveTown.THIRD), null, DAY_TWO, DAY_THREE);
    assertThat(result.read().events()).isEqualTo(2);
    assertThat(result.read().warming()).isEqualTo(2);
    assertThat(result.read().lacking()).isEqualTo(1);
    assertThat(result.period().countersSince()).isEqualTo(DAY_TWO.minus(Duration.ofDays(1)));
    assertThat(result.period().countersWhole()).isTrue();
    RuleFound found = only(result);
    assertThat(found.hits()).isEqualTo(1);
    assertThat(found.then()).isEqualTo("surface 3");
    assertThat(found.who()).containsExactly(new Account("square", "a"));
    BacktestResult.Hit hit = found.sample().getFirst();
    assertThat(hit.event()).isEqualTo("square/5");
    assertThat(hit.at()).isEqualTo(DAY_TWO.plusSeconds(60));
    assertThat(hit.counters()).containsEntry("posts", 3L);
    assertThat(hit.values()).containsEntry("account.id", "a");
    assertThat(result.live()).isNull();
    assertThat(result.difference()).isNull();
  }

  @Test
  void withoutAPeriodAllThatIsKeptIsTried() throws Exception {
    town.posts("a", DAY_TWO, "hello", 3);
    BacktestResult result = run(ArchiveTown.set(ArchiveTown.THIRD), null, null, null);
    assertThat(result.read().events()).isEqualTo(3);
    assertThat(result.period().from()).isEqualTo(DAY_TWO);
    assertThat(result.period().to()).isEqualTo(DAY_TWO.plusSeconds(2).plusMillis(1));
    assertThat(only(result).hits()).isEqualTo(1);
  }

  @Test
  void whatIsReadOffTextsIsComputedWhereItIsNotStored() throws Exception {
    town.post("a", DAY_TWO, "Come to https://t.me/crimsondawn #dawn");
    String rule =
        ArchiveTown.THIRD
            .replace(
                "when: posts >= 3",
                "when: posts >= 1 && post.invites.exists(i, i == 't.me/crimsondawn')")
            .replaceAll("(?s)tests:.*", "");
    assertThat(only(run(ArchiveTown.set(rule), null, null, null)).hits()).isEqualTo(1);
  }

  @Test
  void theDifferenceToTheLiveSetIsToldByAccount() throws Exception {
    town.posts("one", DAY_TWO, "hello", 1);
    town.posts("two", DAY_TWO, "hello", 2);
    town.posts("three", DAY_TWO, "hello", 3);
    town.seal();
    String second = ArchiveTown.rule("second-post", 2, 100);
    BacktestResult result =
        run(ArchiveTown.set(second), ArchiveTown.set(ArchiveTown.THIRD), DAY_TWO, DAY_THREE);
    assertThat(result.difference())
        .isEqualTo(
            new BacktestResult.Difference(
                1, 0, 1, List.of(new Account("square", "two")), List.of(), false));
    assertThat(result.candidate().surfaced()).isEqualTo(2);
    assertThat(result.live().surfaced()).isEqualTo(1);
    assertThat(result.live().ruleSet()).isNotEqualTo(result.candidate().ruleSet());
  }

  @Test
  void hitsOverTheLimitAreCountedAndSurfaceNobody() throws Exception {
    for (String account : List.of("a", "b", "c")) {
      town.posts(account, DAY_TWO, "hello", 1);
    }
    BacktestResult result = run(ArchiveTown.set(ArchiveTown.rule("each", 1, 2)), null, null, null);
    assertThat(only(result).hits()).isEqualTo(3);
    assertThat(only(result).overLimit()).isEqualTo(1);
    assertThat(only(result).accounts()).isEqualTo(2);
    assertThat(result.candidate().surfaced()).isEqualTo(2);
  }

  @Test
  void manyHitsAreShownBySomeAndOverTimeAndTwiceTheSame() throws Exception {
    for (int day = 0; day < 20; day++) {
      town.posts("a", ArchiveTown.DAY_ONE.plus(Duration.ofDays(day)), "hello", 300);
    }
    RuleSet set = ArchiveTown.set(ArchiveTown.rule("each", 1, 100));
    BacktestResult result = run(set, null, null, null);
    RuleFound found = only(result);
    assertThat(found.hits()).isEqualTo(6_000);
    assertThat(found.sample())
        .hasSize(50)
        .isSortedAccordingTo(java.util.Comparator.comparing(BacktestResult.Hit::at));
    assertThat(found.sample().stream().filter(hit -> hit.at().isBefore(DAY_TWO)).count())
        .isLessThan(15);
    assertThat(found.hitsOverTime()).hasSizeLessThanOrEqualTo(200).hasSizeGreaterThan(100);
    assertThat(found.hitsOverTime().stream().mapToLong(it -> it).sum()).isEqualTo(6_000);
    assertThat(found.hitsOverTime().stream().filter(it -> it == 300).count()).isEqualTo(20);
    assertThat(result.period().bucketSeconds()).isEqualTo(3 * 3600);
    BacktestResult again = run(set, null, null, null);
    assertThat(again.candidate()).isEqualTo(result.candidate());
    assertThat(
            JsonMapper.shared()
                .readValue(JsonMapper.shared().writeValueAsString(result), BacktestResult.class)
                .candidate()
                .rules()
                .getFirst()
                .hitsOverTime())
        .isEqualTo(found.hitsOverTime());
  }

  @Test
  void progressIsToldToItsEnd() throws Exception {
    town.posts("a", DAY_TWO, "hello", 5_000);
    List<Progress> told = new ArrayList<>();
    try (Archive archive = Archive.open(town.directory, ArchiveTown.SCHEMA, town.end())) {
      new Backtest(archive, ArchiveTown.set(ArchiveTown.THIRD), null)
          .run(null, null, 32 << 20, 1, told::add);
    }
    assertThat(told.getLast().share()).isEqualTo(1);
    assertThat(told.getLast().events()).isEqualTo(5_000);
  }

  @Test
  void aPeriodWithoutEventsIsSaid() throws Exception {
    RuleSet set = ArchiveTown.set(ArchiveTown.THIRD);
    assertThatThrownBy(() -> run(set, null, DAY_TWO, DAY_THREE))
        .hasMessage("The archive holds no event yet.");
    town.post("a", DAY_TWO, "hello");
    assertThatThrownBy(() -> run(set, null, DAY_THREE, DAY_THREE.plusSeconds(1)))
        .hasMessage(
            "The archive holds no event from 2026-10-03T00:00:00Z to 2026-10-03T00:00:01Z; its"
                + " events are from 2026-10-02T00:00:00Z to 2026-10-02T00:00:00Z.")
        .isInstanceOfSatisfying(
            BacktestException.class,
            e -> assertThat(e.problem()).isEqualTo(BacktestProblem.EMPTY_PERIOD));
    assertThatThrownBy(() -> run(set, null, DAY_THREE, DAY_TWO))
        .hasMessage("A period ends after it begins, not at 2026-10-02T00:00:00Z.");
  }

  @Test
  void whatIsRememberedOfARuleIsBounded() {
    assertThat(Tally.Shares.of(1)).isEqualTo(new Tally.Shares(10_000, 50));
    assertThat(Tally.Shares.of(100)).isEqualTo(new Tally.Shares(5_000, 50));
    assertThat(Tally.Shares.of(2_000)).isEqualTo(new Tally.Shares(250, 2));
    Reservoir<Integer> some = new Reservoir<>(10);
    for (int i = 0; i < 10_000; i++) {
      some.offer(i);
    }
    assertThat(some.kept()).hasSize(10).isSorted();
    assertThat(some.kept().getLast()).isGreaterThan(5_000);
  }
}
