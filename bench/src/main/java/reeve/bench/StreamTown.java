package reeve.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import reeve.rules.check.Checking;
import reeve.rules.check.Clauses;
import reeve.rules.check.Phrasing;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Measure;
import reeve.rules.source.Sources;

/**
 * The work of the benches of the stream: posts as lines of about 500 bytes with a text of 140
 * characters, by accounts whose activity follows Zipf's law with exponent 1, and 100 rules over
 * numbers, phrases, counters and lists with 20 counters between them, five of which are distinct
 * and one of which is keyed by the elements of a list. One post in a hundred is hit by one rule.
 */
final class StreamTown {
  static final int ACCOUNTS = 2_000_000;

  /** Where in a line its time stands, thirteen digits: a repetition writes another one there. */
  static final int AT = "{\"kind\":\"post.created\",\"at\":".length();

  static final int AT_DIGITS = 13;

  private static final int TEXT = 140;
  private static final int LINE = 500;
  private static final int HOSTS = 5_000;
  private static final int TAGS = 20_000;

  private static final Clauses CLAUSES =
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

  private static final String[] COUNTERS = {
    "{kind: count, key: account.id, window: 1h}",
    "{kind: count, key: account.id, window: 24h}",
    "{kind: count, key: account.id, window: 7d}",
    "{kind: count, key: post.fingerprint, window: 24h}",
    "{kind: count, key: post.hosts, window: 24h}",
    "{kind: count, key: post.hashtags, window: 1h}",
    "{kind: count, key: post.language, window: 1m}",
    "{kind: count, key: account.stem, window: 24h}",
    "{kind: rate, key: account.id, window: 10m, per: 1m}",
    "{kind: sum, of: post.length, key: account.id, window: 24h}",
    "{kind: first_seen, key: account.id, window: 7d}",
    "{kind: first_seen, key: post.fingerprint, window: 7d}",
    "{kind: ratio, of: post.reply, key: account.id, window: 24h}",
    "{kind: ratio, of: 'account.age_s < 86400', key: post.hosts, window: 24h}",
    "{kind: count, key: [account.id, post.language], window: 1h}",
    "{kind: distinct, of: post.fingerprint, key: account.id, window: 24h}",
    "{kind: distinct, of: account.id, key: post.hosts, window: 24h}",
    "{kind: distinct, of: account.id, key: post.fingerprint, window: 24h}",
    "{kind: distinct, of: post.language, key: account.id, window: 7d}",
    "{kind: distinct, of: account.stem, key: post.language, window: 1h}",
  };

  private StreamTown() {}

  /** The 100 rules, or more of the same shape. */
  static RuleSet rules(int number) {
    return rules(number, 0);
  }

  /** The same with other thresholds in another edition, over the same counters. */
  static RuleSet rules(int number, int edition) {
    return switch (RuleSet.check(
        Sources.of(files(number, edition)),
        new Terms(TownEvents.SCHEMA, CLAUSES, Phrasing.WORDS, LocalDate.EPOCH))) {
      case Checking.Checked checked -> checked.set();
      case Checking.Rejected rejected ->
          throw new IllegalStateException(rejected.issues().toString());
    };
  }

  /** The rules as files of a folder, by their path in it. */
  static Map<String, String> files(int number, int edition) {
    Map<String, String> files = new TreeMap<>();
    for (int rule = 0; rule < number; rule++) {
      files.put("rules/r%04d.yaml".formatted(rule), rule(rule, edition));
    }
    return files;
  }

  /** The word that a text holds which this rule hits. */
  private static String word(int rule) {
    return "ember%03d".formatted(rule);
  }

  /** The number of followers that this rule hits. */
  private static int famous(int rule) {
    return 90_000_000 + rule;
  }

  private static String rule(int rule, int edition) {
    int counter = rule % COUNTERS.length;
    String counters =
        rule < COUNTERS.length || rule % 4 == 2
            ? "counters:\n  seen: %s\n".formatted(COUNTERS[counter])
            : "";
    String when =
        switch (rule % 4) {
          case 0 ->
              "account.followers > %d && account.followers < %d && account.age_s > 60"
                  .formatted(famous(rule) - 1, famous(rule) + 1);
          case 1 ->
              "post.text.matches('(%s|cinder%03d)') && account.age_s < 4000000000"
                  .formatted(word(rule), rule);
          case 2 -> "post.text.contains('%s') && seen >= 0".formatted(word(rule));
          default ->
              "post.hashtags.exists(tag, tag == '%s') || post.hosts.exists(h, h == '%s.example')"
                  .formatted(word(rule), word(rule));
        };
    if (!counters.isEmpty() && rule % 4 != 2) {
      when = "(" + when + ") && seen >= 0";
    }
    if (counter == 8 || counter == 12 || counter == 13) {
      when = when.replace("seen >= 0", "seen >= 0.0");
    }
    return """
    rule: r%04d
    owner: bench
    description: One of many, edition %d.
    clause: spam/bulk
    event: post.created
    %swhen: >-
      %s
    then: {surface: 1}
    limits: {accounts_per_hour: 100000, accounts_per_day: 1000000, share_of_events: 1.0}
    """
        .formatted(rule, edition, counters, when);
  }

  /** Writes lines into files of about equal length. */
  static void write(Path directory, int events, int files, int rules) throws IOException {
    SplittableRandom random = new SplittableRandom(143_199);
    int each = (events + files - 1) / files;
    StringBuilder line = new StringBuilder();
    for (int file = 0; file < files; file++) {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(directory.resolve("events-%d.ndjson".formatted(file))),
              1 << 20)) {
        for (int i = 0; i < each; i++) {
          line.setLength(0);
          line(line, (long) file * each + i, rules, random);
          out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private static void line(StringBuilder line, long number, int rules, SplittableRandom random) {
    int account = (int) Math.exp(random.nextDouble() * Math.log(ACCOUNTS));
    int rule = random.nextInt(100) == 0 ? random.nextInt(rules) : -1;
    boolean famous = rule >= 0 && rule % 4 == 0;
    line.append("{\"kind\":\"post.created\",\"at\":1750000000000,\"account\":{\"id\":\"a")
        .append(account)
        .append("\",\"handle\":\"name_")
        .append(account)
        .append("\",\"display_name\":\"Name ")
        .append(account)
        .append("\",\"created_at\":\"2024-03-01T10:00:00Z\",\"followers\":")
        .append(famous ? famous(rule) : random.nextInt(5_000))
        .append(",\"following\":")
        .append(random.nextInt(2_000))
        .append(",\"posts\":")
        .append(random.nextInt(20_000))
        .append("},\"post\":{\"id\":\"p")
        .append(number)
        .append("\",\"language\":\"")
        .append(random.nextInt(4) == 0 ? "es" : "en")
        .append("\",\"visibility\":\"public\",\"reply\":")
        .append(random.nextInt(3) == 0)
        .append(",\"text\":\"");
    text(line, rule, random);
    line.append("\"}");
    // Whatever else a platform tells: not read, and skipped.
    line.append(",\"client\":\"");
    while (line.length() < LINE - 3) {
      line.append((char) ('a' + random.nextInt(26)));
    }
    line.append("\"}\n");
  }

  private static void text(StringBuilder line, int rule, SplittableRandom random) {
    int begin = line.length();
    if (rule >= 0 && rule % 4 != 0) {
      line.append(rule % 4 == 3 ? "#" : "").append(word(rule)).append(' ');
    }
    if (random.nextInt(4) == 0) {
      line.append('#').append("tag").append(zipf(TAGS, random)).append(' ');
    }
    if (random.nextInt(4) == 0) {
      line.append("https://site").append(zipf(HOSTS, random)).append(".example.com/x ");
    }
    while (line.length() - begin < TEXT) {
      int letters = Math.min(random.nextInt(2, 10), TEXT - (line.length() - begin));
      for (int i = 0; i < letters; i++) {
        line.append((char) ('a' + random.nextInt(26)));
      }
      if (line.length() - begin < TEXT) {
        line.append(' ');
      }
    }
  }

  private static int zipf(int most, SplittableRandom random) {
    return (int) Math.exp(random.nextDouble() * Math.log(most));
  }
}
