package reeve.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.unit.DataSize;
import reeve.rules.check.Checking;
import reeve.rules.check.Phrasing;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Sources;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestEvents;
import reeve.server.cases.Cases;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.Post;
import reeve.server.policy.Policies;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordStream;
import reeve.server.record.Records;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.run.Verdicts;

/** The way from a platform's stream to a case, with a log, counters and rules of the test's own. */
@ServerTest
@Tag("sql")
final class WatchIT {
  @TempDir Path dir;
  @Autowired private FakePlatform platform;
  @Autowired private Platforms platforms;
  @Autowired private TestClock clock;
  @Autowired private People people;
  @Autowired private Emission emission;
  @Autowired private Cases cases;
  @Autowired private Records records;
  @Autowired private RecordStream stream;
  @Autowired private JdbcClient db;
  @Autowired private TransactionOperations transaction;

  private final Wanted wanted = new Wanted();
  private TestEvents events;
  private Journal journal;
  private Followers followers;
  private Patrol patrol;
  private Optional<RuleSet> live = Optional.empty();
  private Optional<RuleSet> shadow = Optional.empty();

  @BeforeEach
  void open() throws PlatformUnavailable {
    events = new TestEvents(clock);
    WatchSettings settings =
        new WatchSettings(
            dir,
            DataSize.ofMegabytes(64),
            Duration.ofDays(90),
            DataSize.ofGigabytes(1),
            DataSize.ofMegabytes(8),
            DataSize.ofMegabytes(96));
    journal = new Journal(settings, clock);
    followers = new Followers(platforms, journal, people, wanted, db, transaction, clock);
    ObjectProvider<Rulebook> rulebook =
        new ObjectProvider<>() {
          @Override
          public Rulebook getObject() {
            return new Fixed();
          }
        };
    patrol = new Patrol(journal, rulebook, emission, wanted, settings, clock);
    follow(); // what other tests gave came before there were rules
  }

  private final class Fixed implements Rulebook {
    @Override
    public Optional<RuleSet> live() {
      return live;
    }

    @Override
    public Optional<RuleSet> shadow() {
      return shadow;
    }
  }

  @AfterEach
  void close() {
    patrol.stop();
    journal.destroy();
  }

  private void follow() throws PlatformUnavailable {
    while (followers.follow(platform, log(), () -> {}) > 0) {
      // To the end of what the platform has now.
    }
  }

  private EventLog log() {
    return journal.log().orElseThrow();
  }

  @Test
  void aPostThatARuleFindsOpensACaseWithWhatItReadAndThePost() throws Exception {
    live = rules(lure("lure", "surface: 4", 2));
    start();
    AccountRef account = stranger("lure_holder");
    post(account, "Come to the crimson river");
    Post second = post(account, "Come to the crimson river, all of you");
    follow();
    settled();
    assertThat(cases.open(account))
        .hasValueSatisfying(of -> {
          assertThat(of.verdicts()).isEqualTo(1);
          assertThat(of.rules()).isEqualTo(1);
          assertThat(cases.flagged(of.id()))
              .extracting(flagged -> flagged.post().post())
              .containsExactly(second.post());
        });
    assertThat(seen(account)).contains("\"account.handle\":\"lure_holder\"");
    assertThat(counters(account)).contains("\"posts\":2");
    assertThat(hits("live", "lure")).isEqualTo(1);
  }

  @Test
  void theLogHoldsBackWhatItHasYetToReadUntilItIsGone() throws Exception {
    db.sql("delete from watch_cursor where log = ?").param(journal.id()).update();
    assertThat(here()).as("it follows nothing").isEmpty();
    followers.note(platform.id());
    assertThat(here()).as("it has yet to begin").containsExactly(Optional.empty());
    post(stranger("held_back"), "news");
    follow();
    assertThat(here()).containsExactly(Optional.ofNullable(followers.cursor("square")));
    clock.forward(Duration.ofDays(6));
    followers.note(platform.id());
    clock.forward(Duration.ofDays(6));
    assertThat(here()).as("nothing came, and it follows still").hasSize(1);
    clock.forward(Duration.ofDays(2));
    assertThat(here()).isEmpty();
  }

  @Test
  void aNewLogKnowsTheAccountsThatTheStreamNoLongerTellsOf() throws Exception {
    AccountRef account = platform.newAccount();
    People.Gathered known = people.load(journal.id(), platform.id(), List.of());
    known.profile(events.profile(account, "a bio of old"));
    known.change(account.nativeId());
    people.store(journal.id(), platform.id(), known);
    clock.forward(Duration.ofSeconds(1));
    post(stranger("newest"), "so that this log followed last");
    follow();
    String next = UUID.randomUUID().toString();
    people.inherit(next, platform.id());
    assertThat(people.find(next, List.of(account)).get(account).createdAt())
        .isEqualTo(people.find(journal.id(), List.of(account)).get(account).createdAt())
        .isAfter(Instant.EPOCH);
  }

  /** The places of this log. */
  private List<Optional<String>> here() {
    return followers.readersOf(platform.id()).stream()
        .filter(reader -> reader.name().endsWith(journal.id()))
        .map(reader -> Optional.ofNullable(reader.cursor()))
        .toList();
  }

  @Test
  void whatIsReadAgainAfterAStopCountsOnceAndOpensNoSecondCase() throws Exception {
    live = rules(lure("lure", "surface: 4", 3));
    start();
    AccountRef account = stranger("again");
    post(account, "crimson river one");
    post(account, "crimson river two");
    String before = followers.cursor("square");
    follow();
    long end = log().end();
    // As if the process had died between the log and the cursor.
    followers.move("square", before);
    follow();
    assertThat(log().end()).isEqualTo(end);
    settled();
    assertThat(cases.open(account)).isEmpty();
    patrol.stop();
    start();
    post(account, "crimson river three");
    follow();
    settled();
    assertThat(counters(account)).contains("\"posts\":3");
    assertThat(hits("live", "lure")).isEqualTo(1);
  }

  @Test
  void aRuleInShadowOpensNoCaseAndItsPageKnowsWhomItWouldHaveSurfaced() throws Exception {
    shadow = rules(lure("shadowed", "surface: 4", 1));
    start();
    AccountRef account = stranger("in_shadow");
    post(account, "crimson river");
    post(account, "crimson river again");
    follow();
    settled();
    assertThat(cases.open(account)).isEmpty();
    assertThat(
            db.sql("select hits from watch_shadow where rule = 'shadowed' and account = ?")
                .param(account.nativeId())
                .query(Long.class)
                .single())
        .isEqualTo(2);
    assertThat(hits("shadow", "shadowed")).isEqualTo(2);
  }

  @Test
  void aRuleThatActsBeyondItsLimitTripsOnceAndOnlySurfaces() throws Exception {
    live =
        rules(
            lure("limiter", "act: limit\n  days: 3", 1)
                + "limits: {accounts_per_hour: 1, accounts_per_day: 1, share_of_events: 1.0}\n");
    start();
    List<AccountRef> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      AccountRef account = stranger("spam" + i);
      all.add(account);
      post(account, "crimson river");
    }
    follow();
    settled();
    assertThat(trips("limiter")).isEqualTo(1);
    for (AccountRef account : all.subList(1, 4)) {
      assertThat(cases.open(account)).as("only surfaced").isPresent();
    }
  }

  @Test
  void privatePostsReachNoRuleAndNoLog() throws Exception {
    AccountRef account = stranger("quiet");
    long before = log().end();
    Post open = events.post(account, "crimson river");
    platform.give(
        new Event.PostCreated(
            events.meta(),
            new Post(
                open.post(),
                account,
                open.at(),
                open.text(),
                "en",
                Post.Visibility.DIRECT,
                open.origin(),
                null,
                List.of(),
                List.of())));
    follow();
    Facts facts = new Facts(TownEvents.SCHEMA);
    try (LogReader reader = log().read(before)) {
      while (reader.next(facts)) {
        assertThat(facts.kind()).isEqualTo(TownEvents.SCHEMA.kind("account.created"));
      }
    }
  }

  @Test
  void anEventSaysWhatTheAccountWasThen() throws Exception {
    AccountRef account = stranger("grown");
    AccountRef fan = stranger("fan");
    platform.give(new Event.Followed(events.meta(), fan, account));
    long before = log().end();
    post(account, "one");
    follow();
    Facts facts = new Facts(TownEvents.SCHEMA);
    List<Object> followers = new ArrayList<>();
    try (LogReader reader = log().read(before)) {
      while (reader.next(facts)) {
        if (facts.kind() == TownEvents.SCHEMA.kind("post.created")) {
          followers.add(facts.get(TownEvents.SCHEMA.at("account.followers")));
          followers.add(facts.get(TownEvents.SCHEMA.at("account.posts")));
          followers.add(facts.get(TownEvents.SCHEMA.at("account.age_s")));
        }
      }
    }
    assertThat(followers).containsExactly(121L, 900L, Duration.ofDays(400).toSeconds());
  }

  private void start() {
    patrol.start();
    for (Watching.Stage stage : Watching.Stage.values()) {
      await(() -> patrol.view(stage).ruleSet() != null);
    }
  }

  @Test
  void aSealedPostLeavesEventsVerdictsAndTheShadow() throws Exception {
    live = rules(lure("sealed-live", "surface: 4", 1));
    shadow = rules(lure("sealed-shadow", "surface: 4", 1));
    start();
    AccountRef account = stranger("sealed");
    long before = log().end();
    Post post = post(account, "crimson river");
    follow();
    settled();
    Path events = dir.resolve("events");
    Path verdicts = dir.resolve("live/verdicts");
    String id = post.post().nativeId();
    assertThat(posts(events, TownEvents.SCHEMA, before)).contains(id);
    assertThat(posts(verdicts, Verdicts.SCHEMA, 0)).contains(id);
    assertThat(shadowHits(account)).isEqualTo(1);
    transaction.executeWithoutResult(_ ->
        records.append(
            new Entry(
                new Kind("cases.sealed", 1),
                account,
                new Actor.Worker("test"),
                null,
                Map.of(),
                Map.of("posts", List.of(id)))));
    var seals = new SealFollower(stream, records, followers, journal, patrol, db, transaction);
    while (seals.follow(log(), () -> {})) {
      // Those of other tests too.
    }
    assertThat(posts(events, TownEvents.SCHEMA, before)).doesNotContain(id);
    assertThat(posts(verdicts, Verdicts.SCHEMA, 0)).doesNotContain(id);
    assertThat(shadowHits(account)).isZero();
  }

  /** The posts that a log gives to whoever reads it now. */
  private static List<String> posts(Path log, Schema schema, long from) throws Exception {
    List<String> posts = new ArrayList<>();
    Facts facts = new Facts(schema);
    int post = schema.at("post.id").index();
    try (Archive archive = Archive.open(log, schema, Archive.WHOLE);
        LogReader reader = archive.read(from)) {
      while (reader.next(facts)) {
        if (facts.has(post)) {
          posts.add(facts.text(post));
        }
      }
    }
    return posts;
  }

  private long shadowHits(AccountRef account) {
    return db.sql("select count(*) from watch_shadow where account = ?")
        .param(account.nativeId())
        .query(Long.class)
        .single();
  }

  private AccountRef stranger(String handle) {
    AccountRef account = events.someone();
    platform.give(new Event.AccountCreated(events.meta(), events.profile(account, handle)));
    return account;
  }

  private Post post(AccountRef account, String text) {
    Post post = events.post(account, text);
    platform.give(new Event.PostCreated(events.meta(), post));
    return post;
  }

  /** Until every event in the log has its verdicts, and they are where they belong. */
  private void settled() {
    for (Watching.Stage stage : Watching.Stage.values()) {
      await(() -> {
        Watching.View view = patrol.view(stage);
        return view.ruleSet() != null
            && view.behind() == 0
            && emission.position(journal.id() + "/" + stage.code()) >= patrol.verdicts(stage);
      });
    }
  }

  private static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private String seen(AccountRef account) {
    return evidence("seen", account);
  }

  private String counters(AccountRef account) {
    return evidence("counters", account);
  }

  private String evidence(String column, AccountRef account) {
    return db.sql(
            "select e.%s from evidence e join cases c on c.id = e.case_id where c.account = ?"
                .formatted(column))
        .param(account.nativeId())
        .query(String.class)
        .single();
  }

  private long hits(String stage, String rule) {
    return db.sql(
            "select coalesce(sum(hits), 0) from watch_hour where stage = ? and rule = ? and version = ?")
        .params(
            stage,
            rule,
            (stage.equals("live") ? live : shadow).orElseThrow().rules().getFirst().version())
        .query(Long.class)
        .single();
  }

  private long trips(String rule) {
    return db.sql("select count(*) from watch_trip where rule = ?")
        .param(rule)
        .query(Long.class)
        .single();
  }

  /** The number makes each test's rule a version of its own. */
  private static String lure(String name, String then, int least) {
    return """
    rule: %s
    owner: test
    description: Posts that call to the river (%s).
    clause: spam/bulk
    event: post.created
    counters:
      posts: {kind: count, key: account.id, window: 24h}
    when: post.text.contains('crimson river') && account.handle != '' && posts >= %d
    then:
      %s
    """
        .formatted(name, java.util.UUID.randomUUID(), least, then);
  }

  private static Optional<RuleSet> rules(String... rules) {
    Map<String, String> files = new TreeMap<>();
    for (String rule : rules) {
      files.put("rules/" + files.size() + ".yaml", rule);
    }
    return switch (RuleSet.check(
        Sources.of(files),
        new Terms(
            TownEvents.SCHEMA,
            new PolicyClauses(Policies.shipped()),
            Phrasing.WORDS,
            LocalDate.ofInstant(Instant.now(), java.time.ZoneOffset.UTC)))) {
      case Checking.Checked checked -> Optional.of(checked.set());
      case Checking.Rejected rejected -> throw new AssertionError(rejected.issues().toString());
    };
  }
}
