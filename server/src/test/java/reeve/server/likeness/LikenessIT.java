package reeve.server.likeness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestEvents;
import reeve.server.TestPictures;
import reeve.server.cases.Case;
import reeve.server.decisions.DecisionId;
import reeve.server.decisions.TestTown;
import reeve.server.decisions.TestTown.Reported;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.Origin;
import reeve.server.platform.Post;
import reeve.server.platform.Profile;
import reeve.server.record.Place;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.watch.Journal;
import reeve.server.watch.TestStream;
import reeve.signals.likeness.Alike;
import reeve.signals.likeness.LikenessIndex;
import reeve.signals.likeness.Query;
import reeve.signals.likeness.Standing;
import reeve.signals.media.Digests;

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
    properties.add("server.likeness.fill-from", () -> "400");
  }

  /** Whatever a test broke off. */
  @AfterEach
  void theFeedGoesOn() {
    feed.stop();
    feed.start();
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
    // Those of whom the record alone tells come some moments later.
    await(() -> accounts() == accounts);
    assertThat(page(reviewer, "/alike?case=" + reported.of().id()))
        .contains("square/" + other.nativeId());
  }

  @Test
  void aLongArchiveFillsANewIndexAtOnceAndAStopInTheMiddleBeginsItAnew() throws Exception {
    Reported reported = reported();
    AccountRef other = joined(Duration.ofDays(10));
    pushes(other);
    told();
    Journal journal = context.getBean(Journal.class);
    Query query =
        new Query(List.of("square/" + reported.account().nativeId()), List.of(), 20, true);
    List<String> before = found(feed.index().orElseThrow(), query);
    int accounts = feed.index().orElseThrow().accounts();
    assertThat(before).contains("square/" + other.nativeId());
    feed.stop();

    Path dir = DIR.resolve("filled" + group);
    Storing storing = new Storing();
    Journal.Kept archive = journal.stretch().orElseThrow();
    List<String> words = new ArrayList<>();
    try (LikenessIndex index = LikenessIndex.open(dir)) {
      Fill fill =
          new Fill(
              journal,
              archive,
              context.getBean(KnownPictures.class),
              storing,
              said -> {
                words.add(said);
                if (words.size() == 2) { // while the first part of the accounts is read
                  storing.end();
                }
              });
      assertThatThrownBy(() -> fill.run(index, tidings(storing)))
          .isInstanceOf(Fill.BrokenOff.class);
    }
    try (LikenessIndex index = LikenessIndex.open(dir)) {
      assertThat(index.position()).isEmpty();
      assertThat(index.accounts()).isZero();
      storing.begin();
      Fill fill =
          new Fill(journal, archive, context.getBean(KnownPictures.class), storing, words::add);
      assertThat(fill.run(index, tidings(storing))).isEqualTo(archive.end());
      assertThat(found(index, query)).hasSameElementsAs(before);
      // Without those of whom the record alone tells.
      assertThat(index.accounts()).isBetween(250, accounts);
    }
    assertThat(words)
        .contains(
            "The index of accounts is filled from an archive of %,d events: 50 %% done."
                .formatted(archive.end() - archive.begin()));
    feed.start();
    told();
  }

  private int accounts() {
    try {
      return feed.index().orElseThrow().accounts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(LikenessIndex index, Query query) throws IOException {
    return index.find(query).stream().map(Alike::account).toList();
  }

  private Tidings tidings(Storing storing) {
    return new Tidings(
        context.getBean(Standings.class),
        leaned,
        context.getBean(Evasion.class),
        context.getBean(TransactionOperations.class),
        storing);
  }

  @Test
  void whoComesBackWhileTheIndexIsLostIsFoundWhenItIsFilled() throws Exception {
    Reported reported = reported();
    told();
    suspended(reported);
    feed.stop();
    AccountRef back = joined(Duration.ofMinutes(5));
    pushes(back);
    stream.follow(platform);
    try (Stream<Path> files = Files.list(DIR.resolve("likeness/index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertThat(town.cases.open(back)).isEmpty();
    feed.start();
    told();
    assertThat(town.cases.open(back)).isPresent();
  }

  @Test
  void aSuspensionThatRanOutFindsNobodyAnyMore() throws Exception {
    Reported reported = reported();
    told();
    town.decided(
        reported,
        reviewer,
        TestTown.form(TestTown.RECRUITMENT, "You asked people to join.", "suspend-temporarily"));
    town.clock.forward(Duration.ofSeconds(40));
    stream.rulings();
    told();
    AccountRef back = joined(Duration.ofMinutes(5));
    pushes(back);
    stream.follow(platform);
    await(() -> town.cases.open(back).isPresent());
    assertThat(left(reported)).isEqualTo(Standing.SUSPENDED);

    town.pass(Duration.ofDays(8));
    await(() -> left(reported) == Standing.NONE);
    told();
    AccountRef later = joined(Duration.ofMinutes(5));
    pushes(later);
    told();
    assertThat(town.cases.open(later)).isEmpty();
    assertThat(page(reviewer, "/alike?case=" + reported.of().id()))
        .contains("square/" + later.nativeId())
        .doesNotContain("a decision on it was taken back");
  }

  @Test
  void aLastingSuspensionStandsWhereAnEarlierOneRunsOut() {
    Reported reported = reported();
    told();
    town.decided(
        reported,
        reviewer,
        TestTown.form(TestTown.RECRUITMENT, "You asked people to join.", "suspend-temporarily"));
    town.report(events.someone(), reported);
    suspended(reported);
    town.pass(Duration.ofDays(8));
    RecordNews news = context.getBean(RecordNews.class);
    assertThat(town.recorded(reported.account(), "enforcement.lapsed")).hasSize(1);
    assertThat(lapsed(news)).doesNotContain(reported.account());
    assertThat(left(reported)).isEqualTo(Standing.SUSPENDED);
  }

  private static List<AccountRef> lapsed(RecordNews news) {
    List<AccountRef> lapsed = new ArrayList<>();
    Place from = Place.START;
    while (true) {
      RecordNews.Some some = news.after(from);
      if (some.to().equals(from)) {
        return lapsed;
      }
      from = some.to();
      for (RecordNews.One one : some.all()) {
        if (one instanceof RecordNews.Lapsed(AccountRef account, Instant _)) {
          lapsed.add(account);
        }
      }
    }
  }

  private Standing left(Reported reported) {
    return context
        .getBean(Standings.class)
        .of(List.of(reported.account()))
        .getOrDefault(reported.account(), Standings.Left.UNKNOWN)
        .standing();
  }

  /** A post with a picture, and a hashtag that few use. */
  private void shows(AccountRef account, byte[] picture) {
    String sha256 = Digests.of(picture).sha256().hex();
    platform.give(sha256, picture);
    Post said = events.post(account, "Look at this #lantern" + group + "walk");
    platform.give(
        new Event.PostCreated(
            events.meta(),
            new Post(
                said.post(),
                account,
                said.at(),
                said.text(),
                "en",
                Post.Visibility.PUBLIC,
                Origin.LIVE,
                null,
                List.of(),
                List.of(new Post.Media(sha256, "image/png", 400, 300, "")))));
  }

  private void wears(AccountRef account, byte[] avatar) {
    wears(account, avatar, Duration.ofDays(30));
  }

  private void wears(AccountRef account, byte[] avatar, Duration ago) {
    String sha256 = Digests.of(avatar).sha256().hex();
    platform.give(sha256, avatar);
    Profile seen = profile(account, ago);
    platform.give(
        new Event.AccountCreated(
            events.meta(),
            new Profile(
                account,
                seen.handle(),
                seen.displayName(),
                seen.bio(),
                "",
                List.of(),
                sha256,
                seen.createdAt(),
                Profile.State.ACTIVE,
                Origin.LIVE,
                12,
                30,
                0,
                null)));
  }

  @Test
  void picturesThatLookAlikeTieAndSoDoAvatarsWhateverTheirBytes() throws Exception {
    Reported reported = town.reported(1);
    AccountRef other = events.someone();
    byte[] broken = ("no picture " + group).getBytes(StandardCharsets.UTF_8);
    wears(reported.account(), TestPictures.of(2L * group));
    wears(other, TestPictures.again(2L * group));
    for (AccountRef account : List.of(reported.account(), other)) {
      shows(account, broken);
    }
    shows(reported.account(), TestPictures.of(2L * group + 1));
    told();
    named();
    shows(other, TestPictures.again(2L * group + 1));
    told();
    String search = "/alike?case=" + reported.of().id();
    assertThat(page(reviewer, search)).contains("Posted 1 of 2 pictures.");
    named();
    await(() -> shown(search, "Posted 2 of 2 pictures."));
    assertThat(page(reviewer, search)).containsPattern("Avatar alike, at distance \\d+ of 256\\.");

    feed.stop();
    try (Stream<Path> files = Files.list(DIR.resolve("likeness/index"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    assertThat(waiting(other)).as("what the index keeps waits no more").isZero();
    feed.start();
    told();
    assertThat(page(reviewer, search))
        .contains("Posted 2 of 2 pictures.")
        .contains("Avatar alike, at distance");
  }

  private int waiting(AccountRef account) {
    return context
        .getBean(JdbcClient.class)
        .sql("select count(*) from likeness_shown where account = ?")
        .param("square/" + account.nativeId())
        .query(Integer.class)
        .single();
  }

  @Test
  void whoComesBackWithTheSameFaceInOtherBytesIsSurfaced() {
    Reported reported = town.reported(1);
    wears(reported.account(), TestPictures.of(5_000L + group));
    shows(reported.account(), TestPictures.of(6_000L + group));
    told();
    named();
    suspended(reported);
    AccountRef back = events.someone();
    wears(back, TestPictures.again(5_000L + group), Duration.ofMinutes(5));
    shows(back, TestPictures.again(6_000L + group));
    told();
    assertThat(town.cases.open(back)).isEmpty();
    named();
    await(() -> town.cases.open(back).isPresent());
  }

  @Test
  void theOldestPicturesAreForgottenBeyondALimit() {
    KnownPictures known = context.getBean(KnownPictures.class);
    for (int i = 0; i < 3; i++) {
      shows(joined(Duration.ofDays(9)), TestPictures.of(9_000L + i));
    }
    told();
    named();
    assertThat(known.firsts().count()).isGreaterThanOrEqualTo(3);
    assertThat(known.forget(2)).isNotEmpty();
    assertThat(known.firsts().count()).isEqualTo(2);
  }

  /** Looks at every picture that waits. */
  private void named() {
    PictureNaming naming = context.getBean(PictureNaming.class);
    KnownPictures known = context.getBean(KnownPictures.class);
    while (!known.due(1).isEmpty()) {
      naming.round(null);
    }
  }

  private boolean shown(String address, String words) {
    try {
      return page(reviewer, address).contains(words);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
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
