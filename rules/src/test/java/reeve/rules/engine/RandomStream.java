package reeve.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import reeve.rules.check.Checking;
import reeve.rules.check.Clauses;
import reeve.rules.check.Phrasing;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.code.Finder;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;

/** Random rules that count in every way, and random events for them: some late, some lacking. */
final class RandomStream {
  static final long START = 1_764_072_000_000L;
  static final Finder NOTHING = (facts, slot, hits) -> {};
  private static final int POST = TownEvents.SCHEMA.kind("post.created");
  private static final int FOLLOW = TownEvents.SCHEMA.kind("follow");
  private static final int AT = TownEvents.SCHEMA.at("event.at_ms").index();
  private static final int ID = TownEvents.SCHEMA.at("event.id").index();
  private static final int ACCOUNT = TownEvents.SCHEMA.at("account.id").index();
  private static final int AGE = TownEvents.SCHEMA.at("account.age_s").index();
  private static final int TARGET = TownEvents.SCHEMA.at("target.id").index();
  private static final int LENGTH = TownEvents.SCHEMA.at("post.length").index();
  private static final int REPLY = TownEvents.SCHEMA.at("post.reply").index();
  private static final int INVITES = TownEvents.SCHEMA.at("post.invites").index();
  private static final int PRINT = TownEvents.SCHEMA.at("post.fingerprint").index();

  /** Of posts; a counter's reading, compared to about what it comes to. */
  private static final List<String> COUNTERS =
      List.of(
          "{kind: count, key: account.id, window: %s}",
          "{kind: count, key: [account.id, post.reply], where: post.length > 50, window: %s}",
          "{kind: rate, key: account.id, window: %s, per: 1m}",
          "{kind: sum, of: post.length, key: account.id, window: %s}",
          "{kind: ratio, of: post.reply, key: account.id, window: %s}",
          "{kind: first_seen, key: post.invites, window: %s}",
          "{kind: distinct, of: account.id, key: post.invites, window: %s}",
          "{kind: distinct, of: post.fingerprint, key: account.id, window: %s}",
          "{kind: count, key: post.invites, where: account.age_s < 500, window: %s}");

  private static final List<String> WINDOWS = List.of("1m", "10m", "1h", "6h", "1d");

  private final SplittableRandom random;
  private long now = START;
  private long events;

  RandomStream(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Rules on posts, and one on follows. */
  RuleSet rules(int count) {
    Map<String, String> files = new TreeMap<>();
    for (int rule = 0; rule < count; rule++) {
      files.put("rules/r%03d.yaml".formatted(rule), rule("rule-%03d".formatted(rule)));
    }
    files.put(
        "rules/follows.yaml",
        """
        rule: follows
        owner: analysts
        description: A rule for a test.
        clause: spam/bulk
        event: follow
        counters:
          c: {kind: distinct, of: target.id, key: account.id, window: 10m}
        when: c > 3
        then: {surface: 1}
        """);
    return set(files);
  }

  private String rule(String name) {
    String one = COUNTERS.get(random.nextInt(COUNTERS.size()));
    String other = COUNTERS.get(random.nextInt(COUNTERS.size()));
    return """
    rule: %s
    owner: analysts
    description: A rule for a test.
    clause: spam/bulk
    event: post.created
    counters:
      a: %s
      b: %s
    when: %s > %s && %s < %s
    then: {surface: 1}
    missing: %s
    limits: {accounts_per_hour: %d, accounts_per_day: %d, share_of_events: 0.%d}
    """
        .formatted(
            name,
            one.formatted(WINDOWS.get(random.nextInt(WINDOWS.size()))),
            other.formatted(WINDOWS.get(random.nextInt(WINDOWS.size()))),
            "double(a)",
            random.nextInt(12) + ".5",
            "double(b)",
            random.nextInt(60) + ".5",
            random.nextInt(4) == 0 ? "surface" : "skip",
            1 + random.nextInt(20),
            1 + random.nextInt(60),
            1 + random.nextInt(9));
  }

  static RuleSet set(Map<String, String> files) {
    Clauses clauses =
        new Clauses() {
          @Override
          public Set<String> ids() {
            return Set.of("spam/bulk");
          }

          @Override
          public Set<Measure> mayAct(String clause) {
            return Set.of();
          }
        };
    Checking checking =
        RuleSet.check(
            Sources.of(files),
            new Terms(TownEvents.SCHEMA, clauses, Phrasing.WORDS, LocalDate.of(2026, 11, 25)));
    assertThat(checking).as("%s", checking.issues()).isInstanceOf(Checking.Checked.class);
    return ((Checking.Checked) checking).set();
  }

  Facts[] events(int count) {
    Facts[] all = new Facts[count];
    for (int i = 0; i < count; i++) {
      all[i] = event();
    }
    return all;
  }

  private Facts event() {
    Facts facts = new Facts(TownEvents.SCHEMA);
    boolean follow = random.nextInt(5) == 0;
    facts.clear(follow ? FOLLOW : POST);
    now += random.nextInt(8_000);
    if (random.nextInt(200) > 0) {
      facts.set(AT, random.nextInt(10) > 0 ? now : now - random.nextInt(8_000_000));
    }
    facts.set(ID, "e" + events++);
    if (random.nextInt(30) > 0) {
      facts.set(ACCOUNT, random.nextInt(3) == 0 ? "b" + random.nextInt(2_000) : "a" + skewed(200));
    }
    if (follow) {
      facts.set(TARGET, "a" + skewed(200));
      return facts;
    }
    if (random.nextInt(4) > 0) {
      facts.set(AGE, random.nextInt(1_000));
    }
    facts.set(LENGTH, random.nextInt(-20, 100));
    facts.set(REPLY, random.nextBoolean());
    if (random.nextInt(20) > 0) {
      List<String> invites = new ArrayList<>();
      for (int left = random.nextInt(random.nextInt(20) == 0 ? 20 : 4); left > 0; left--) {
        invites.add("t.me/" + skewed(40));
      }
      facts.set(INVITES, List.copyOf(invites));
    }
    if (random.nextInt(10) > 0) {
      facts.set(PRINT, "p" + skewed(1_000));
    }
    return facts;
  }

  private int skewed(int most) {
    return (int) Math.exp(random.nextDouble() * Math.log(most));
  }
}
