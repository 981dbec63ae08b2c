package reeve.server.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.cases.Case;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.watch.TestStream;

/** From the event log to the desk, with an index and a log of the test's own. */
@ServerTest
@Tag("sql")
final class LikenessIT {
  private static final Path DIR = temporary();

  @Autowired private ApplicationContext context;
  @Autowired private FakePlatform platform;
  @Autowired private Feed feed;
  @Autowired private Leaned leaned;
  @Autowired private MockMvc web;
  private TestTown town;
  private TestEvents events;
  private TestStream stream;
  private Member reviewer;
  private static int group;
  private static boolean settled;

  private static Path temporary() {
    try {
      return Files.createTempDirectory("reeve-likeness");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void places(DynamicPropertyRegistry properties) {
    properties.add("server.watch.dir", () -> DIR.resolve("watch").toString());
    properties.add("server.likeness.dir", () -> DIR.resolve("likeness").toString());
  }

  @BeforeEach
  void aTown() {
    town = new TestTown(context);
    events = new TestEvents(town.clock);
    stream = new TestStream(context);
    reviewer = town.member(Role.REVIEWER);
    group++;
    if (!settled) {
      settled = true;
      afterAllRecords();
      for (int i = 0; i < 250; i++) {
        AccountRef someone = joined(Duration.ofDays(900));
        says(someone, "Morning walk number " + i + " along the river with dog" + i + " and bread");
      }
    }
    told();
  }

  /** Tests share the database, and some of their clocks run ahead: decisions are read in order. */
  private void afterAllRecords() {
    Timestamp latest =
        context
            .getBean(JdbcClient.class)
            .sql("SELECT max(at) FROM record")
            .query(Timestamp.class)
            .optional()
            .orElse(null);
    if (latest != null && latest.toInstant().isAfter(town.clock.instant())) {
      town.clock.forward(Duration.between(town.clock.instant(), latest.toInstant()));
    }
  }

  /** What was given is in the log, and in the index. */
  private void told() {
    stream.follow(platform);
    await(() -> feed.index().isPresent() && feed.behind() == 0);
  }

  private static void await(BooleanSupplier until) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!until.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never came").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private AccountRef joined(Duration ago) {
    AccountRef account = events.someone();
    joins(account, ago);
    return account;
  }

  private void joins(AccountRef account, Duration ago) {
    platform.give(new Event.AccountCreated(events.meta(), profile(account, ago)));
  }

  private Profile profile(AccountRef account, Duration ago, Profile.Field... fields) {
    String id = account.nativeId();
    Instant at = town.clock.instant().minus(ago);
    return new Profile(
        account,
        "walker" + id + "x",
        "Walker " + id,
        "I walk " + id,
        "",
        List.of(fields),
        null,
        at,
        Profile.State.ACTIVE,
        Origin.LIVE,
        12,
        30,
        0,
        null);
  }

  private Post says(AccountRef account, String text) {
    Post post = events.post(account, text);
    platform.give(new Event.PostCreated(events.meta(), post));
    return post;
  }

  /** Words and hashtags, and in a post of its own the way in: what one post holds is one tie. */
  private void pushes(AccountRef account) {
    calls(account);
    says(account, "Here: https://t.me/+crimsondawn" + group);
  }

  private void calls(AccountRef account) {
    says(
        account,
        "Join the Crimson Dawn tonight, the gate%d stands open for you #dawn%drises #gate%dopen"
            .formatted(group, group, group));
  }

  /** An account with an open case, of the group. */
  private Reported reported() {
    Reported reported = town.reported(1);
    joins(reported.account(), Duration.ofDays(30));
    pushes(reported.account());
    return reported;
  }

  private DecisionId suspended(Reported reported) {
    DecisionId id =
        town.decided(
            reported,
            reviewer,
            TestTown.form(
                TestTown.RECRUITMENT, "You asked people to join.", "suspend-permanently"));
    town.clock.forward(Duration.ofSeconds(40));
    stream.rulings();
    told();
    return id;
  }

  private String page(Member member, String address) throws Exception {
    MockHttpServletResponse answer =
        web.perform(get(address).session(town.desk.session(member))).andReturn().getResponse();
    assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(200);
    return answer.getContentAsString();
  }

  private MockHttpServletResponse api(String address) throws Exception {
    return web.perform(get(address).session(town.desk.session(reviewer)).accept("application/json"))
        .andReturn()
        .getResponse();
  }

  @Test
  void whoDoesTheSameIsShownWithinASecondWithReasonsAndRecordedAsSeen() throws Exception {
    Reported reported = reported();
    told();
    AccountRef other = joined(Duration.ofDays(900));
    stream.follow(platform);
    page(reviewer, "/alike?case=" + reported.of().id());
    pushes(other);
    long before = System.nanoTime();
    stream.follow(platform);
    await(() -> alike(reported.of().id().value(), other));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));

    String page = page(reviewer, "/alike?case=" + reported.of().id());
    assertThat(page)
        .contains("Shares 1 of 1 invite: telegram ")
        .contains("data-account=\"square/" + other.nativeId() + "\"")
        .contains("On the platform for 2 years.");
    assertThat(town.recorded(reported.account(), "likeness.viewed"))
        .first()
        .satisfies(
            seen -> assertThat(String.valueOf(seen.privateHalf())).contains(other.nativeId()));
  }

  private boolean alike(long caseId, AccountRef other) {
    try {
      return page(reviewer, "/alike?case=" + caseId).contains("square/" + other.nativeId() + "\"");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInviteInAFieldOfAProfileIsOneReason() throws Exception {
    Reported reported = reported();
    AccountRef other = events.someone();
    Profile.Field field = new Profile.Field("Ask", "https://t.me/+crimsondawn" + group);
    platform.give(
        new Event.AccountCreated(events.meta(), profile(other, Duration.ofDays(9), field)));
    calls(other);
    told();
    String page = page(reviewer, "/alike?case=" + reported.of().id());
    assertThat(page).contains("square/" + other.nativeId() + "\"", "Shares 1 of 1 invite");
  }

  @Test
  void whoComesBackIsSurfacedByItselfWithinASecondAndOnce() {
    Reported reported = reported();
    told();
    suspended(reported);
    AccountRef back = joined(Duration.ofMinutes(5));
    told();
    assertThat(town.cases.open(back)).isEmpty();
    pushes(back);
    long before = System.nanoTime();
    stream.follow(platform);
    await(() -> town.cases.open(back).isPresent());
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    Case opened = town.cases.open(back).orElseThrow();
    assertThat(opened.resemblances()).isOne();
    assertThat(opened.policies()).extracting(Object::toString).containsExactly("violent-extremism");
    pushes(back);
    told();
    assertThat(town.cases.open(back).orElseThrow().resemblances()).isOne();
    assertThat(town.cases.open(reported.account())).isEmpty();
  }

  @Test
  void whoComesBackWhileTheSuspensionCouldStillBeWithdrawnIsSurfacedOnceItStands() {
    Reported reported = reported();
    told();
    town.decided(
        reported,
        reviewer,
        TestTown.form(TestTown.RECRUITMENT, "You asked people to join.", "suspend-permanently"));
    town.clock.forward(Duration.ofSeconds(12));
    AccountRef back = joined(Duration.ofMinutes(5));
    pushes(back);
    told();
    assertThat(town.cases.open(back)).isEmpty();
    town.clock.forward(Duration.ofSeconds(30));
    stream.rulings();
    stream.follow(platform);
    await(() -> town.cases.open(back).isPresent());
    assertThat(town.cases.open(back).orElseThrow().resemblances()).isOne();
  }

  @Test
  void aDecisionThatIsTakenBackSurfacesNobodyAndListsWhatLeanedOnIt() throws Exception {
    Reported reported = reported();
    told();
    DecisionId decision = suspended(reported);
    AccountRef first = joined(Duration.ofMinutes(5));
    pushes(first);
    stream.follow(platform);
    await(() -> town.cases.open(first).isPresent());

    town.undo(decision, reviewer);
    town.clock.forward(Duration.ofSeconds(40));
    stream.rulings();
    told();
    AccountRef later = joined(Duration.ofMinutes(5));
    pushes(later);
    told();
    assertThat(town.cases.open(later)).isEmpty();

    Member lead = town.member(Role.LEAD);
    await(() -> leaned.rows(100).stream().anyMatch(row -> row.seed().equals(reported.account())));
    assertThat(page(lead, "/alike/leaned")).contains("@walker" + first.nativeId() + "x");
    Leaned.Row row =
        leaned.rows(100).stream()
            .filter(one -> one.seed().equals(reported.account()))
            .findFirst()
            .orElseThrow();
    web.perform(
            post("/alike/leaned")
                .param("seed", "square/" + reported.account().nativeId())
                .param("id", row.id().hex())
                .session(town.desk.session(lead))
                .with(csrf()))
        .andReturn();
    assertThat(town.recorded(reported.account(), "likeness.looked-again")).hasSize(1);
  }

  @Test
  void aRestartGoesOnFromWhereTheIndexWasKept() throws Exception {
    Reported reported = reported();
    AccountRef other = joined(Duration.ofDays(10));
    pushes(other);
    told();
    int accounts = feed.index().orElseThrow().accounts();
    feed.stop();
    AccountRef third = joined(Duration.ofDays(10));
    pushes(third);
    stream.follow(platform);
    feed.start();
    told();
    assertThat(feed.index().orElseThrow().position().orElseThrow()).contains(" ");
    assertThat(feed.index().orElseThrow().accounts()).isEqualTo(accounts + 1);
    assertThat(page(reviewer, "/alike?case=" + reported.of().id()))
        .contains("square/" + other.nativeId())
        .contains("square/" + third.nativeId());
  }

  @Test
  void aDamagedIndexIsFilledAnewFromTheLog() throws Exception {
    Reported reported = reported();
    AccountRef other = joined(Duration.ofDays(10));
    pushes(other);
    told();
    int accounts = feed.index().orElseThrow().accounts();
    feed.stop();
    try (Stream<Path> files = Files.list(DIR.resolve("likeness/index"))) {
      for (Path file : files.filter(it -> it.getFileName().toString().startsWith("seg")).toList()) {
        Files.write(file, "this is none of an index".getBytes(StandardCharsets.UTF_8));
      }
    }
    feed.start();
    told();
    assertThat(feed.index().orElseThrow().accounts()).isEqualTo(accounts);
    assertThat(page(reviewer, "/alike?case=" + reported.of().id()))
        .contains("square/" + other.nativeId());
  }

  @Test
  void confirmedAndClearedOnesSharpenTheListAndTheChosenGoIntoACluster() throws Exception {
    Reported reported = reported();
    AccountRef other = joined(Duration.ofDays(10));
    AccountRef third = joined(Duration.ofDays(10));
    pushes(other);
    pushes(third);
    told();
    String search = "/alike?case=" + reported.of().id();
    String next =
        page(
            reviewer,
            search + "&yes=square/" + other.nativeId() + "&no=square/" + third.nativeId());
    assertThat(next)
        .contains("confirmed")
        .contains("Not alike:")
        .doesNotContain("data-account=\"square/" + third.nativeId());
    String to =
        web.perform(
                post("/alike/cluster")
                    .param("case", reported.of().id().toString())
                    .param("account", "square/" + other.nativeId())
                    .param("title", "One invite")
                    .session(town.desk.session(reviewer))
                    .with(csrf()))
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    assertThat(to).startsWith("/clusters/");
    assertThat(page(reviewer, to))
        .contains("One invite")
        .contains("Shares 1 of 1 invite")
        .contains("who else?");
    assertThat(town.cases.open(other)).isPresent();
  }

  @Test
  void programsGetReasonsAndBadQuestionsGetPlainAnswers() throws Exception {
    Reported reported = reported();
    AccountRef other = joined(Duration.ofDays(10));
    pushes(other);
    told();
    String base = "/api/v1/accounts/" + reported.account().nativeId() + "/alike";
    assertThat(api(base).getContentAsString())
        .contains("\"kind\":\"same-invite\"")
        .contains(other.nativeId());
    assertThat(api(base + "?limit=0").getStatus()).isEqualTo(400);
    assertThat(api(base + "?seed=x" + "&seed=y".repeat(200)).getStatus()).isEqualTo(400);
    Reported silent = town.reported(1);
    MockHttpServletResponse unknown =
        api("/api/v1/accounts/" + silent.account().nativeId() + "/alike");
    assertThat(unknown.getStatus()).isEqualTo(404);
    assertThat(unknown.getContentType()).contains("application/problem+json");
    MockHttpServletResponse unexplained = api("/api/v1/accounts/" + other.nativeId() + "/alike");
    assertThat(unexplained.getStatus()).isEqualTo(403);
    assertThat(unexplained.getContentAsString()).contains("/look-ups/reason");
  }

  @Test
  void anAccountThatThousandsFollowHoldsNothingUp() throws Exception {
    Reported reported = reported();
    for (int i = 0; i < 9_000; i++) {
      platform.give(
          new Event.Followed(
              events.meta(),
              new AccountRef(platform.id(), "f" + group + "-" + i),
              reported.account()));
    }
    AccountRef other = joined(Duration.ofDays(10));
    pushes(other);
    stream.follow(platform);
    long before = System.nanoTime();
    told();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    assertThat(page(reviewer, "/alike?case=" + reported.of().id()))
        .contains("square/" + other.nativeId())
        .doesNotContain("square/f" + group + "-");
  }

  @Test
  void anEmptySearchExplainsAndALongListIsRefused() throws Exception {
    assertThat(page(reviewer, "/alike")).contains("Begin with accounts");
    MockHttpServletResponse answer =
        web.perform(
                post("/alike")
                    .param("accounts", list(10_000))
                    .session(town.desk.session(reviewer))
                    .with(csrf()))
            .andReturn()
            .getResponse();
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(answer.getContentAsString()).contains("200 accounts at the most");
  }

  private static String list(int size) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < size; i++) {
      list.append("square/").append(i).append('\n');
    }
    return list.toString();
  }
}
