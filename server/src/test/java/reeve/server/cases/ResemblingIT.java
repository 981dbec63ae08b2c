package reeve.server.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.ServerTest;
import reeve.server.cases.Resemblance.Cause;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.policy.ClauseId;
import reeve.server.record.Recorded;
import reeve.server.record.Records;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
@Tag("sql")
final class ResemblingIT {
  private static final AtomicLong NUMBER = new AtomicLong();

  @Autowired private ApplicationContext context;
  @Autowired private Resemblances resemblances;
  @Autowired private Records records;
  @Autowired private MockMvc web;
  private CaseTown town;

  @BeforeEach
  void aTown() {
    town = new CaseTown(context);
    town.emptyQueues();
  }

  private Resemblance like(AccountRef account, Cause cause, int percent, AccountRef... seeds) {
    return under(ClauseId.parse("violent-extremism/promotion"), account, cause, percent, seeds);
  }

  private Resemblance under(
      @Nullable ClauseId clause,
      AccountRef account,
      Cause cause,
      int percent,
      AccountRef... seeds) {
    return new Resemblance(
        new ResemblanceId("%032x".formatted(NUMBER.incrementAndGet())),
        account,
        Origin.LIVE,
        town.clock.instant(),
        cause,
        List.of(seeds),
        percent,
        List.of(
            new Resemblance.Reason("same-picture", "It shows the same profile picture.", true),
            new Resemblance.Reason("made-together", "Both were made within an hour.", false)),
        List.of("It writes in another language."),
        clause,
        town.events.capture(account));
  }

  private int found(Resemblance... all) {
    return town.in(() -> resemblances.resemble(List.of(all)));
  }

  private Recorded recorded(AccountRef account, String kind) {
    return records.about(account, 100).stream()
        .filter(one -> one.kind().name().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatLooksLikeASuspendedAccountOpensACaseOfItsOwnOnce() {
    Case seed = town.reported("1");
    AccountRef account = town.events.someone();
    Resemblance one = like(account, Cause.EVASION, 80, seed.account());
    assertThat(found(one, one)).isOne();
    assertThat(found(one)).isZero();

    Case of = town.of(account);
    assertThat(of.queue().value()).isEqualTo("violent-extremism");
    assertThat(of.resemblances()).isOne();
    assertThat(of.foundByReeve()).isTrue();
    assertThat(of.signs()).isEqualTo("nobody reported; resembles others");
    assertThat(of.priority().resembled()).isEqualTo(Duration.ofMinutes(72));
    assertThat(
            town.db
                .sql("select priority from cases where id = ?")
                .param(of.id().value())
                .query(Long.class)
                .single())
        .isEqualTo(of.priority().number(of.openedAt()));
    Recorded opened = recorded(account, "cases.opened");
    assertThat(opened.cause()).isNull();
    assertThat(opened.publicHalf()).containsEntry("source", "surfaced");
    Recorded said = recorded(account, "cases.resembled");
    assertThat(said.cause()).isEqualTo(of.opened());
    assertThat(said.publicHalf())
        .containsOnlyKeys("origin", "source", "how", "policy", "opened", "kind", "day", "who")
        .containsEntry("how", "evasion")
        .containsEntry("policy", "violent-extremism");
    assertThat(said.privateHalf())
        .containsEntry("percent", 80L)
        .containsEntry("seeds", List.of(seed.account().nativeId()));
  }

  @Test
  void whatAQuestionFoundFollowsFromTheReportedCase() {
    AccountRef unreported = town.events.someone();
    town.surface(TestVerdicts.on(town, unreported).made());
    Case reported = town.reported("1");
    AccountRef account = town.events.someone();
    found(like(account, Cause.ASKED, 50, unreported, reported.account()));
    Recorded opened = recorded(account, "cases.opened");
    assertThat(opened.cause()).isEqualTo(reported.opened());
    assertThat(opened.publicHalf()).containsEntry("source", "from-reports");

    AccountRef other = town.events.someone();
    found(under(null, other, Cause.ASKED, 50, unreported));
    assertThat(recorded(other, "cases.opened").cause()).isEqualTo(town.of(unreported).opened());
    assertThat(recorded(other, "cases.opened").publicHalf()).containsEntry("source", "surfaced");
    assertThat(town.of(other).queue()).isEqualTo(QueueId.GENERAL);

    AccountRef third = town.events.someone();
    found(under(null, third, Cause.ASKED, 50, town.events.someone()));
    assertThat(recorded(third, "cases.opened").cause()).isNull();
  }

  @Test
  void itJoinsAnOpenCaseAndTheSurestCounts() {
    Case of = town.reported("1");
    AccountRef seed = town.events.someone();
    Priority before = town.of(of.account()).priority();
    found(
        under(null, of.account(), Cause.ASKED, 40, seed),
        under(null, of.account(), Cause.EVASION, 99, seed),
        under(null, of.account(), Cause.EVASION, 10, seed));
    Case now = town.of(of.account());
    assertThat(now.id()).isEqualTo(of.id());
    assertThat(now.resemblances()).isEqualTo(3);
    assertThat(now.foundByReeve()).isFalse();
    assertThat(now.priority().resembled()).isEqualTo(Priority.resembled(99));
    assertThat(now.priority().reporters()).isEqualTo(before.reporters());
  }

  @Test
  void theCasePageSaysWhyWhatSpeaksAgainstAndWhomItResembles() throws Exception {
    Case seed = town.reported("1");
    AccountRef account = town.events.someone();
    found(like(account, Cause.EVASION, 80, seed.account()));
    Member lead = town.desk.newMember(Role.LEAD);
    town.pages.take(town.of(account).id(), lead);
    String page =
        web.perform(get("/cases/" + town.of(account).id()).session(town.desk.session(lead)))
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(page)
        .contains("80 % sure", "It shows the same profile picture.", "found by itself")
        .contains("It writes in another language.", "href=\"/cases/" + seed.id() + "\"");
  }

  @Test
  void itsWordsGoWithASealedPostOfEitherSide() {
    AccountRef seed = town.events.someone();
    Post post = town.events.post(seed, "hidden from everybody");
    town.enter(town.events.report(town.events.someone(), seed, "1", post));
    AccountRef account = town.events.someone();
    found(like(account, Cause.EVASION, 80, seed));
    town.in(() -> {
      town.cases.seal(town.of(seed).id(), List.of(post.post()), CaseTown.staff(town.reviewer()));
      return true;
    });
    assertThat(
            town.db
                .sql("select body from resemblance where case_id = ?")
                .param(town.of(account).id().value())
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list())
        .containsExactly("null");
    assertThat(String.valueOf(recorded(account, "cases.resembled").privateHalf()))
        .doesNotContain("profile picture");
  }

  @Test
  void aReopenedCaseBringsItsResemblances() {
    AccountRef account = town.events.someone();
    AccountRef seed = town.events.someone();
    found(like(account, Cause.EVASION, 60, seed));
    Case first = town.of(account);
    town.in(() -> {
      town.cases.close(first.id(), "no violation", first.opened(), town.clock.instant());
      return true;
    });
    found(like(account, Cause.ASKED, 20, seed));
    Case open =
        town.in(
            () -> town.cases.reopen(first.id(), first.opened(), CaseTown.staff(town.reviewer())));
    assertThat(open.resemblances()).isEqualTo(2);
    assertThat(open.priority().resembled()).isEqualTo(Priority.resembled(60));
  }

  @Test
  void whatIsNoResemblanceIsRefused() {
    AccountRef account = town.events.someone();
    assertThatThrownBy(() -> like(account, Cause.ASKED, 50, account))
        .hasMessage("an account does not resemble itself");
    assertThatThrownBy(() -> like(account, Cause.ASKED, 100, town.events.someone()))
        .hasMessage("a resemblance has 1 to 99 percent");
    assertThatThrownBy(() -> like(account, Cause.ASKED, 50))
        .hasMessageContaining("1 to 20 accounts");
    Resemblance one = like(account, Cause.ASKED, 50, town.events.someone());
    assertThatThrownBy(() -> resemblances.resemble(List.of(one)))
        .isInstanceOf(IllegalStateException.class);
  }
}
