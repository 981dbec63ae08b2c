package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import reeve.rules.schema.Facts;
import reeve.rules.schema.Schema;
import reeve.rules.schema.Slot;
import reeve.rules.schema.TownEvents;
import reeve.server.policy.Policies;
import reeve.server.watch.Derived;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.backtest.BacktestJob;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.Backtests;
import reeve.server.watch.backtest.Order;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;

/**
 * 100 rules with 20 counters over a sealed archive of posts, in the backtest's own process; once
 * where what rules read off texts is stored, and once where it is computed.
 */
final class BacktestBench {
  private static final Schema SCHEMA = TownEvents.SCHEMA;
  private static final int EVENTS = 2_000_000;
  private static final int BATCH = 1_000;
  private static final int ACCOUNTS = 50_000;
  private static final int RULES = 100;
  private static final int COUNTERS = 20;
  private static final int WORDS = 4_000;
  private static final int TEXTS = 20_000;
  private static final int MEMORY_MB = 2_048;
  private static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");
  private static final Duration PERIOD = Duration.ofDays(30);

  /** What the rules read that nobody tells. */
  private static final List<String> READ =
      List.of("post.hashtags", "post.hosts", "post.fingerprint");

  private final SplittableRandom random = new SplittableRandom(22);
  private final String[] words = new String[WORDS];
  private final String[] texts = new String[TEXTS];

  Figures run() throws Exception {
    for (int i = 0; i < WORDS; i++) {
      words[i] = word();
    }
    Arrays.setAll(texts, _ -> sentence());
    Path directory = Files.createTempDirectory("reeve-bench-backtest");
    try {
      Path rules = rules(directory.resolve("rules-of-it"));
      Figures figures = new Figures();
      for (boolean stored : List.of(true, false)) {
        Path archive = directory.resolve(stored ? "stored" : "computed");
        fill(archive, stored);
        Ran ran = run(archive, rules);
        BacktestResult result = ran.result();
        long hits = result.candidate().rules().stream().mapToLong(r -> r.hits()).sum();
        double rate = result.read().events() / result.read().seconds();
        Machine.log(
            "%s: %,.0f events/s, %.1f CPU seconds, %,d hits, %,d counters; load %s",
            archive.getFileName(),
            rate,
            ran.cpuSeconds(),
            hits,
            result.candidate().counterKeys(),
            Machine.load());
        if (hits == 0 || result.read().events() != EVENTS) {
          throw new IllegalStateException("not what was asked for: " + result.read());
        }
        figures
            .put("events_per_s_" + archive.getFileName(), Math.round(rate))
            .put(
                "events_per_cpu_s_" + archive.getFileName(),
                Math.round(result.read().events() / ran.cpuSeconds()))
            .put(
                "counters_forgotten_" + archive.getFileName(),
                result.candidate().countersForgotten());
      }
      return figures;
    } finally {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** What was found, and the CPU seconds of the process shortly before it ended. */
  private record Ran(BacktestResult result, double cpuSeconds) {}

  private static Ran run(Path archive, Path rules) throws Exception {
    var order =
        new Order(
            archive,
            EVENTS,
            rules,
            null,
            null,
            null,
            Order.clauses(new PolicyClauses(Policies.shipped())),
            LocalDate.EPOCH,
            MEMORY_MB);
    try (BacktestJob job = Backtests.here().start(order)) {
      double cpu = 0;
      while (true) {
        try {
          return new Ran(job.result().get(100, TimeUnit.MILLISECONDS), cpu);
        } catch (TimeoutException e) {
          cpu = Math.max(cpu, Machine.cpuSeconds(job.pid()));
        }
      }
    }
  }

  private void fill(Path directory, boolean stored) throws IOException {
    Derived derived = new Derived(slot -> stored && READ.contains(slot.path()));
    Facts facts = new Facts(SCHEMA);
    try (EventLog log =
        EventLog.open(directory, SCHEMA, LogSettings.standard(), InstantSource.system())) {
      for (int from = 0; from < EVENTS; from += BATCH) {
        EventBatch batch = log.batch("square");
        for (int i = from; i < from + BATCH; i++) {
          post(facts, i);
          derived.fill(facts);
          batch.add(i, facts);
        }
        log.append(batch).join();
      }
      log.rewrite(Instant.now(), _ -> false);
    }
  }

  private void post(Facts facts, int number) {
    facts.clear(SCHEMA.kind("post.created"));
    // Few write much, many little.
    int account = (int) (ACCOUNTS * Math.pow(random.nextDouble(), 2));
    text(facts, "event.id", "square/" + number);
    text(facts, "event.source", "square");
    text(facts, "event.origin", "live");
    Instant at = BEGIN.plusMillis(PERIOD.toMillis() / EVENTS * number);
    whole(facts, "event.at_ms", at.toEpochMilli());
    text(facts, "account.id", "" + (1_000_000 + account));
    text(facts, "account.handle", words[account % WORDS] + account);
    text(facts, "account.display_name", words[account % WORDS]);
    text(facts, "account.state", "active");
    whole(facts, "account.age_s", account * 100L);
    whole(facts, "account.followers", account % 1_000);
    whole(facts, "account.following", account % 300);
    whole(facts, "account.posts", number / ACCOUNTS);
    text(facts, "post.id", "" + number);
    // One post in three is a copy.
    String written = random.nextInt(3) == 0 ? texts[random.nextInt(TEXTS)] : sentence();
    texts[random.nextInt(TEXTS)] = written;
    text(facts, "post.text", written);
    text(facts, "post.language", "en");
    text(facts, "post.visibility", "public");
  }

  private String sentence() {
    var text = new StringBuilder();
    while (text.length() < 120) {
      text.append(words[(int) (WORDS * Math.pow(random.nextDouble(), 2))]).append(' ');
    }
    if (random.nextInt(10) == 0) {
      text.append('#').append(words[random.nextInt(200)]);
    }
    if (random.nextInt(20) == 0) {
      text.append(" https://").append(words[random.nextInt(WORDS)]).append(".example/a");
    }
    return text.toString();
  }

  private String word() {
    var word = new StringBuilder();
    for (int n = random.nextInt(3, 9); n > 0; n--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  private static void text(Facts facts, String path, String value) {
    facts.set(at(path).index(), value);
  }

  private static void whole(Facts facts, String path, long value) {
    facts.set(at(path).index(), value);
  }

  private static Slot at(String path) {
    return SCHEMA.at(path);
  }

  private Path rules(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("phrases"));
    for (int rule = 0; rule < RULES; rule++) {
      Files.writeString(folder.resolve("rules/r%03d.yaml".formatted(rule)), rule(rule));
      var bank = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        bank.append(words[WORDS / 2 + random.nextInt(WORDS / 2)])
            .append(' ')
            .append(words[random.nextInt(100)])
            .append('\n');
      }
      bank.append(words[WORDS - 1 - rule]).append('\n');
      Files.writeString(folder.resolve("phrases/bank-%d.txt".formatted(rule)), bank);
    }
    return folder;
  }

  private static String rule(int rule) {
    int counter = rule % COUNTERS;
    String counts =
        switch (counter % 5) {
          case 0 -> "kind: count, key: account.id";
          case 1 -> "kind: distinct, of: account.id, key: post.fingerprint";
          case 2 -> "kind: distinct, of: post.fingerprint, key: account.id";
          case 3 -> "kind: distinct, of: account.id, key: post.hashtags";
          default -> "kind: count, key: post.hosts";
        };
    return """
    rule: r%03d
    owner: analysts
    description: One of many.
    clause: spam/bulk
    event: post.created
    counters:
      seen: {%s, window: %dh}
    when: post.text.has_phrase('bank-%d') && account.age_s < %d && seen >= 1
    then: {surface: 3}
    """
        .formatted(rule, counts, 1 + counter / 5 * 12, rule, 500_000 + 40_000 * rule);
  }
}
