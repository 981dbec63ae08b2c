package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import reeve.rules.check.Rule;
import reeve.rules.check.RuleSet;
import reeve.rules.source.Sources;
import reeve.server.ServerTest;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
final class RulebookIT {
  @Autowired private ApplicationContext context;
  private RuleTown town;

  @BeforeEach
  void theBookAsItComes() {
    town = new RuleTown(context);
    town.fresh();
  }

  @Test
  void aFreshDatabaseHoldsTheShippedRulesAsADraftThatRunsInShadow() {
    assertThat(town.book.live().map(RuleSet::rules).orElse(List.of())).isEmpty();
    RuleSet shadow = town.book.shadow().orElseThrow();
    assertThat(shadow.rules()).hasSize(18).extracting(Rule::name).contains("repeated-lure");
    assertThat(shadow.lists().keySet()).containsExactlyInAnyOrder("dawn-tags", "shorteners");
    assertThat(shadow.digest()).isEqualTo(Sources.files(Starter.files()).digest());
  }

  @Test
  void theFilesOfTheProgramAreAllNamedSoThatAJarGivesThemToo() throws Exception {
    var folder =
        java.nio.file.Path.of(RulebookIT.class.getResource("/server/watch/starter").toURI());
    try (var found = java.nio.file.Files.walk(folder)) {
      assertThat(
              found
                  .filter(java.nio.file.Files::isRegularFile)
                  .map(path -> folder.relativize(path).toString())
                  .filter(path -> !path.equals("files.txt")))
          .containsExactlyInAnyOrderElementsOf(Starter.files().keySet());
    }
  }

  @Test
  void aRuleWithErrorsStaysADraftAndTheOthersRunOn() {
    town.save("rules/broken.yaml", "rule: broken\nowner: me\n");
    FileCheck check = town.check("rules/broken.yaml");
    assertThat(check.failed()).isTrue();
    assertThat(town.book.shadow().orElseThrow().rules())
        .hasSize(18)
        .extracting(Rule::name)
        .doesNotContain("broken");
  }

  @Test
  void aListThatChangesBringsTheRulesThatReadItIntoTheShadowAgain() {
    town.everythingLive();
    assertThat(town.book.shadow()).isEmpty();
    town.save("lists/shorteners.txt", "# only a comment\n" + town.text("lists/shorteners.txt"));
    assertThat(town.book.shadow()).as("a comment changes nothing").isEmpty();
    town.save("lists/shorteners.txt", town.text("lists/shorteners.txt") + "new.example\n");
    assertThat(town.book.shadow().orElseThrow().rules())
        .extracting(Rule::name)
        .contains("link-flood", "repeated-lure")
        .doesNotContain("returned-name");
    assertThat(town.book.live().orElseThrow().lists().get("shorteners").entries())
        .doesNotContain("new.example");
  }

  @Test
  void whoSavesOverAnothersTextIsToldAndNothingIsLost() {
    String path = "rules/link-flood.yaml";
    // What came with the program is kept once somebody changed it.
    town.save(path, town.text(path) + "# before\n");
    String base = town.digest(path);
    town.save(path, town.text(path) + "# first\n");
    String first = town.text(path);
    Drafting.Saving saving =
        town.drafting.save(RuleFile.of(path), base, town.text(path) + "# second\n", town.lead);
    assertThat(saving)
        .isInstanceOfSatisfying(
            Drafting.Stale.class,
            stale -> {
              assertThat(stale.now()).isEqualTo(first);
              assertThat(stale.before()).isNotNull().doesNotContain("# first");
              assertThat(stale.by()).isEqualTo(town.lead.id().value());
              assertThat(stale.digest()).isEqualTo(town.digest(path));
            });
    assertThat(town.text(path)).isEqualTo(first);
  }

  @Test
  void discardingPutsTheLiveTextBackAndDeletingTakesItOutOfTheDraftAlone() {
    town.everythingLive();
    Member lead = town.desk.newMember(Role.LEAD);
    RuleFile file = RuleFile.rule("link-flood");
    String live = town.text(file.path());
    town.save(file.path(), live + "# more\n");
    town.drafting.discard(file, town.digest(file.path()), lead);
    assertThat(town.text(file.path())).isEqualTo(live);
    town.drafting.delete(file, town.digest(file.path()), lead);
    assertThat(town.shelf.stand().draft()).doesNotContainKey(file.path());
    assertThat(town.book.live().orElseThrow().rules())
        .extracting(Rule::name)
        .contains("link-flood");
    assertThat(List.copyOf(town.kinds()))
        .contains("watch.draft-saved", "watch.draft-discarded", "watch.draft-deleted");
  }

  @Test
  void theWatchersHearOfEachChangeOnceAlsoOfAnotherProcesses() {
    RuleNews news = context.getBean(RuleNews.class);
    news.look();
    assertThat(news.look()).isFalse();
    town.save("rules/link-flood.yaml", town.text("rules/link-flood.yaml") + "# more\n");
    assertThat(news.look()).isTrue();
    assertThat(news.look()).isFalse();
    town.db.sql("update watch_book set revision = revision + 1").update();
    assertThat(news.look()).isTrue();
  }
}
