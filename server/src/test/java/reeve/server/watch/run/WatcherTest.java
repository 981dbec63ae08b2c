package reeve.server.watch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.rules.check.Checking;
import reeve.rules.check.Phrasing;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Sources;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.log.Draft;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.log.Progress;

/** A watcher over a real log, as it is started, stopped, given other rules and started again. */
final class WatcherTest {
  private static final long START = Instant.parse("2026-11-01T10:00:00Z").toEpochMilli();

  @TempDir Path dir;
  private EventLog events;
  private long told;

  @BeforeEach
  void open() throws Exception {
    events =
        EventLog.open(
            dir.resolve("events"),
            TownEvents.SCHEMA,
            LogSettings.standard(),
            InstantSource.system());
  }

  @AfterEach
  void close() throws Exception {
    events.close();
  }

  @Test
  void aRuleFindsWhatHappensAndTheVerdictIsInItsLog() throws Exception {
    try (Watcher watcher = watcher()) {
      run(watcher, rules(busy("busy", 3)));
      post("a", "one", "two", "three", "four");
      List<Finding> found = settled(watcher);
      assertThat(found).extracting(Finding::rule).containsExactly("busy", "busy");
      assertThat(found.getFirst().counters()).containsEntry("posts", 3);
      assertThat(found.getFirst().account()).isEqualTo("a");
      assertThat(found.getFirst().platform()).isEqualTo("town");
      assertThat(found.getFirst().post().text()).isEqualTo("three");
      assertThat(found.getFirst().since()).isEmpty();
    }
  }

  @Test
  void afterAStopItGoesOnCountingAndFindsNothingTwice() throws Exception {
    RuleSet rules = rules(busy("busy", 3));
    try (Watcher watcher = watcher()) {
      run(watcher, rules);
      post("a", "one", "two", "three");
      assertThat(settled(watcher)).hasSize(1);
    }
    post("a", "four");
    try (Watcher watcher = watcher()) {
      run(watcher, rules);
      assertThat(settled(watcher))
          .extracting(one -> one.counters().get("posts"))
          .containsExactly(3, 4);
    }
  }

  @Test
  void countersOfAnotherVersionAreFilledFromTheArchive() throws Exception {
    RuleSet rules = rules(busy("busy", 3));
    try (Watcher watcher = watcher()) {
      run(watcher, rules);
      post("a", "one", "two", "three");
      assertThat(settled(watcher)).hasSize(1);
    }
    try (Progress progress = Progress.open(dir.resolve("live/counters"), "counters");
        Draft draft = progress.begin(events.end(), Long.MAX_VALUE)) {
      new DataOutputStream(draft).writeInt(0x52565701);
      draft.commit();
    }
    post("a", "four");
    try (Watcher watcher = watcher()) {
      run(watcher, rules);
      assertThat(settled(watcher))
          .extracting(one -> one.counters().get("posts"))
          .containsExactly(3, 4);
    }
  }

  @Test
  void whatHappenedBeforeThereWereRulesSurfacesNobodyButCounts() throws Exception {
    post("a", "one", "two", "three", "four");
    try (Watcher watcher = watcher()) {
      run(watcher, rules(busy("busy", 3)));
      assertThat(settled(watcher)).isEmpty();
      post("a", "five");
      assertThat(settled(watcher))
          .extracting(one -> one.counters().get("posts"))
          .containsExactly(5);
    }
  }

  @Test
  void aNewCounterKnowsThePastAndAnOldOneItsHistoryUnderAnotherName() throws Exception {
    try (Watcher watcher = watcher()) {
      run(watcher, rules(busy("busy", 9)));
      post("a", "one", "two");
      settled(watcher);
      run(watcher, rules(busy("busier", 3), chorus("chorus", 2)));
      post("b", "two", "three");
      post("a", "three");
      assertThat(settled(watcher))
          .extracting(Finding::rule, one -> one.counters().values().iterator().next())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("chorus", 2),
              org.assertj.core.groups.Tuple.tuple("busier", 3),
              org.assertj.core.groups.Tuple.tuple("chorus", 2));
    }
  }

  @Test
  void noRulesFindNothingAndLaterOnesGoOn() throws Exception {
    try (Watcher watcher = watcher()) {
      run(watcher, RuleSet.none(TownEvents.SCHEMA));
      post("a", "one", "two", "three");
      assertThat(settled(watcher)).isEmpty();
      run(watcher, rules(busy("busy", 3)));
      assertThat(settled(watcher)).isEmpty();
      post("a", "four");
      assertThat(settled(watcher)).hasSize(1);
    }
  }

  @Test
  void stopsAtAnyMomentChangeNoVerdict() throws Exception {
    RuleSet rules = rules(busy("busy", 4), chorus("chorus", 3), busy("rare", 40));
    Random random = new Random(7);
    Map<String, Map<String, Object>> interrupted = new TreeMap<>();
    for (int round = 0; round < 12; round++) {
      try (Watcher watcher = watcher()) {
        run(watcher, rules);
        for (int i = 0; i < 20; i++) {
          post("a" + random.nextInt(12), "text " + random.nextInt(9));
          if (random.nextInt(6) == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(30)));
          }
        }
        if (round % 3 == 2) {
          settled(watcher);
        }
      }
    }
    try (Watcher watcher = watcher()) {
      run(watcher, rules);
      settled(watcher).forEach(one -> interrupted.put(one.id(), one.counters()));
    }
    Map<String, Map<String, Object>> whole = new TreeMap<>();
    try (EventLog copy =
            EventLog.open(
                dir.resolve("copy"),
                TownEvents.SCHEMA,
                LogSettings.standard(),
                InstantSource.system());
        Watcher watcher = watcher(copy, dir.resolve("whole"))) {
      run(watcher, rules);
      copy(copy);
      settled(watcher, copy).forEach(one -> whole.put(one.id(), one.counters()));
    }
    assertThat(whole).isNotEmpty().isEqualTo(interrupted);
  }

  /** The same events into another log, once there are rules. */
  private void copy(EventLog into) {
    Facts facts = new Facts(TownEvents.SCHEMA);
    long number = 0;
    try (LogReader reader = events.read(0)) {
      while (reader.next(facts)) {
        EventBatch batch = into.batch("town");
        batch.add(number++, facts);
        into.append(batch).join();
      }
    }
  }

  private Watcher watcher() throws Exception {
    return watcher(dir.resolve("live"));
  }

  private Watcher watcher(Path where) throws Exception {
    return watcher(events, where);
  }

  private static Watcher watcher(EventLog over, Path where) throws Exception {
    return Watcher.open(
        over,
        new WatcherSettings(where, 16 << 20, 2, 64 << 20, Duration.ofMillis(20)),
        "test",
        InstantSource.system());
  }

  private static void run(Watcher watcher, RuleSet rules) throws Exception {
    watcher.run(rules).get(30, TimeUnit.SECONDS);
  }

  private List<Finding> settled(Watcher watcher) {
    return settled(watcher, events);
  }

  private static List<Finding> settled(Watcher watcher, EventLog over) {
    await(() -> {
      watcher.check();
      return watcher.standing().behind() == 0 && watcher.settled() >= over.end();
    });
    List<Finding> found = new ArrayList<>();
    Facts facts = new Facts(Verdicts.SCHEMA);
    try (LogReader reader = watcher.verdicts().read(0)) {
      while (reader.next(facts)) {
        found.add(Verdicts.read(facts));
      }
    }
    return found;
  }

  private static void await(BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private void post(String account, String... texts) {
    for (String text : texts) {
      Facts facts = new Facts(TownEvents.SCHEMA);
      facts.clear(TownEvents.SCHEMA.kind("post.created"));
      long number = told++;
      set(facts, "event.id", "town/" + number);
      set(facts, "event.source", "town");
      set(facts, "event.origin", "live");
      facts.set(TownEvents.SCHEMA.at("event.at_ms").index(), START + 1_000 * number);
      set(facts, "account.id", account);
      set(facts, "post.id", "p" + number);
      set(facts, "post.text", text);
      set(facts, "post.visibility", "public");
      EventBatch batch = events.batch("town");
      batch.add(number, facts);
      events.append(batch).join();
    }
  }

  private static void set(Facts facts, String path, String value) {
    facts.set(TownEvents.SCHEMA.at(path).index(), value);
  }

  private static String busy(String name, int least) {
    return """
    rule: %s
    owner: test
    description: Many posts of one account.
    clause: spam/bulk
    event: post.created
    counters:
      posts: {kind: count, key: account.id, window: 24h}
    when: posts >= %d
    then: {surface: 2}
    """
        .formatted(name, least);
  }

  private static String chorus(String name, int least) {
    return """
    rule: %s
    owner: test
    description: One text of many accounts.
    clause: spam/bulk
    event: post.created
    counters:
      voices: {kind: distinct, of: account.id, key: post.fingerprint, window: 24h}
    when: voices >= %d
    then: {surface: 2}
    """
        .formatted(name, least);
  }

  private static RuleSet rules(String... rules) {
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
            LocalDate.of(2026, 11, 1)))) {
      case Checking.Checked checked -> checked.set();
      case Checking.Rejected rejected -> throw new AssertionError(rejected.issues().toString());
    };
  }
}
