package reeve.server.watch.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import reeve.rules.check.Checking;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Sources;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.signal.SignalFinder;

/** An event log with posts, and rules to try on them. */
final class ArchiveTown implements AutoCloseable {
  static final Schema SCHEMA = TownEvents.SCHEMA;
  static final Instant DAY_ONE = Instant.parse("2026-10-01T00:00:00Z");
  static final PolicyClauses CLAUSES = new PolicyClauses(Policies.shipped());

  /** Holds at an account's third post within a day. */
  static final String THIRD = rule("third-post", 3, 100);

  final Path directory;
  private final EventLog log;
  private long sequence;

  ArchiveTown(Path directory) throws IOException {
    this.directory = directory;
    log =
        EventLog.open(
            directory,
            SCHEMA,
            new LogSettings(1 << 16, Duration.ofHours(1), Duration.ofDays(90), 1 << 30, 100),
            InstantSource.system());
  }

  static String rule(String name, int posts, int accountsPerHour) {
    return """
    rule: %s
    owner: analysts
    description: Counts the posts of an account.
    clause: spam/bulk
    event: post.created
    counters:
      posts:
        kind: count
        key: account.id
        window: 24h
    when: posts >= %d
    then:
      surface: 3
    limits: {accounts_per_hour: %d, accounts_per_day: 1000, share_of_events: 1.0}
    tests:
      - name: as many
        event: {account: {id: 1}}
        counters: {posts: %d}
        expect: hit
      - name: fewer
        event: {account: {id: 1}}
        counters: {posts: 0}
        expect: miss
    """
        .formatted(name, posts, accountsPerHour, posts);
  }

  static RuleSet set(String... rules) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String rule : rules) {
      files.put("rules/" + files.size() + ".yaml", rule);
    }
    Checking checking =
        RuleSet.check(
            Sources.of(files),
            new Terms(SCHEMA, CLAUSES, SignalFinder.PHRASING, LocalDate.of(2026, 10, 1)));
    if (checking instanceof Checking.Checked checked) {
      return checked.set();
    }
    throw new AssertionError(checking.issues().toString());
  }

  static Path folder(Path at, String... rules) throws IOException {
    Path inside = Files.createDirectories(at.resolve("rules"));
    for (int i = 0; i < rules.length; i++) {
      Files.writeString(inside.resolve(i + ".yaml"), rules[i]);
    }
    return at;
  }

  /** Appends a post; what rules read off its text is not stored. */
  void post(String account, Instant at, String text) {
    posts(account, at, text, 1);
  }

  /** Appends posts, a second apart. */
  void posts(String account, Instant at, String text, int count) {
    EventBatch batch = log.batch("square");
    for (int i = 0; i < count; i++) {
      long number = sequence++;
      batch.add(number, facts("square/" + number, account, at.plusSeconds(i), text));
    }
    log.append(batch).join();
  }

  static Facts facts(String id, String account, Instant at, String text) {
    Facts facts = new Facts(SCHEMA).clear(SCHEMA.kind("post.created"));
    Map.of(
            "event.id", id,
            "event.source", "square",
            "account.id", account,
            "post.id", "p" + id,
            "post.text", text)
        .forEach((path, value) -> facts.set(SCHEMA.at(path).index(), value));
    facts.set(SCHEMA.at("event.at_ms").index(), at.toEpochMilli());
    return facts;
  }

  /** Appends an event that says nothing of when it happened. */
  void timeless() {
    EventBatch batch = log.batch("square");
    Facts facts = new Facts(SCHEMA).clear(SCHEMA.kind("follow"));
    batch.add(sequence++, facts);
    log.append(batch).join();
  }

  void seal() throws IOException {
    log.rewrite(Instant.now(), _ -> false);
  }

  long end() {
    return log.end();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
