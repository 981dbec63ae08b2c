package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reeve.rules.check.Checking;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.RuleSource.Then;
import reeve.rules.source.Sources;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.TownFacts;
import reeve.server.watch.signal.SignalFinder;
import reeve.square.imports.Format;
import reeve.square.imports.Scan;

/**
 * The starter rules over people whom they must leave alone: ordinary people's posts, posts about
 * attacks and disasters, and the harmless of a simulated town. Nothing of the data is printed but
 * numbers.
 */
final class InnocentsBench {
  private static final long COUNTERS = 1L << 30;
  private static final Set<String> GUILTY =
      Set.of("propagandist", "amplifier", "recruiter", "spammer");

  private final RuleSet rules = starter();
  private long accounts;
  private long surfaced;

  Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-innocents");
    try {
      Path data = Node.home().resolve("../shared/data").normalize();
      Path tweets = data.resolve("tt2017/statuses.v1.1.jsonl.gz");
      if (Files.isReadable(tweets)) {
        Crowd crowd = new Crowd("imported");
        crowd.scan(Format.TWITTER_V1_1, tweets, directory);
        tell("tt2017", crowd, Set.of());
      } else {
        Machine.log("tt2017: data absent");
      }
      Path crises = data.resolve("crisislex/crisislex.tar.gz");
      if (Files.isReadable(crises)) {
        Crowd crowd = new Crowd("imported");
        CrisisLex.posts(crises, crowd::stranger);
        tell("crisislex", crowd, Set.of());
      } else {
        Machine.log("crisislex: data absent");
      }
      Path town = simulate(directory);
      Crowd crowd = new Crowd("sample");
      crowd.scan(Format.TOWN, town.resolve("town.ndjson"), directory);
      tell("town", crowd, guilty(town.resolve("truth.ndjson")));
      return new Figures().put("surfaced_per_10000", 10_000.0 * surfaced / accounts);
    } finally {
      Trees.delete(directory);
    }
  }

  private static RuleSet starter() {
    Path folder = Node.home().resolve("server/src/main/resources/server/watch/starter");
    try {
      return switch (RuleSet.check(
          Sources.read(folder),
          new Terms(
              TownEvents.SCHEMA,
              new PolicyClauses(Policies.shipped()),
              SignalFinder.PHRASING,
              LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC)))) {
        case Checking.Checked checked -> checked.set();
        case Checking.Rejected rejected ->
            throw new IllegalStateException(rejected.issues().toString());
      };
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path simulate(Path directory) throws IOException, InterruptedException {
    Path town = directory.resolve("town");
    Machine.log("writing a town of 20,000 accounts and 300,000 posts");
    Process process =
        new ProcessBuilder(
                Node.home().resolve("reeve").toString(),
                "simulate",
                "--accounts",
                "20000",
                "--posts",
                "300000",
                "--seed",
                "1",
                "--out",
                town.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("simulate.log").toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(Files.readString(directory.resolve("simulate.log")));
    }
    return town;
  }

  private static Set<String> guilty(Path truth) throws IOException {
    Set<String> guilty = new HashSet<>();
    try (Stream<String> lines = Files.lines(truth)) {
      lines
          .filter(line -> GUILTY.contains(line.replaceAll(".*\"role\":\"([a-z-]+)\".*", "$1")))
          .forEach(line -> guilty.add(line.replaceAll(".*\"id\":\"([a-z0-9]+)\".*", "$1")));
    }
    return guilty;
  }

  /** Adds a set up, without those who are rightly surfaced. */
  private void tell(String name, Crowd crowd, Set<String> guilty) {
    Map<String, long[]> byLanguage = new TreeMap<>();
    crowd.language.forEach((account, language) -> {
      if (!guilty.contains(account)) {
        long[] counts = byLanguage.computeIfAbsent(language, _ -> new long[2]);
        counts[0]++;
        counts[1] += crowd.surfaced.contains(account) ? 1 : 0;
      }
    });
    long people = 0;
    long found = 0;
    for (var entry : byLanguage.entrySet()) {
      people += entry.getValue()[0];
      found += entry.getValue()[1];
      if (entry.getValue()[0] >= 100 || entry.getValue()[1] > 0) {
        Machine.log(
            "  %s, language %s: %,d accounts, %d surfaced",
            name, entry.getKey(), entry.getValue()[0], entry.getValue()[1]);
      }
    }
    long right = guilty.stream().filter(crowd.surfaced::contains).count();
    Machine.log(
        "%s: %,d events, %,d accounts, %d surfaced; by rules %s%s",
        name,
        crowd.events,
        people,
        found,
        crowd.rulesOf(guilty),
        guilty.isEmpty() ? "" : "; of %d others %d".formatted(guilty.size(), right));
    accounts += people;
    surfaced += found;
  }

  /** People whose events go through the rules. */
  private final class Crowd implements Scan.Visitor {
    private final Table table = new Table(COUNTERS);
    private final TownFacts facts;
    private final Engine engine;
    private final Map<String, String> language = new HashMap<>();
    private final Set<String> surfaced = new HashSet<>();
    private final Map<String, Set<String>> byRule = new TreeMap<>();
    private long events;

    Crowd(String origin) {
      Program program = Program.of(rules);
      facts = new TownFacts(program, "bench", origin);
      engine =
          new Engine(rules, program, table, new Keys(1, 2), new SignalFinder(program.literals()));
    }

    void scan(Format format, Path file, Path rejects) {
      var _ = Scan.run(format, List.of(file), rejects, _ -> {}, this);
    }

    /** A post by somebody of whom nothing is known. */
    void stranger(String id, String text, Instant at) {
      line(new Scan.Post(id, "author-" + id, at, text, null, "public", null, List.of()));
    }

    String rulesOf(Set<String> guilty) {
      List<String> told = new ArrayList<>();
      byRule.forEach((rule, who) -> {
        long innocent = who.stream().filter(account -> !guilty.contains(account)).count();
        if (innocent > 0) {
          told.add(rule + " " + innocent);
        }
      });
      return told.isEmpty() ? "none" : String.join(", ", told);
    }

    private void apply(Facts event) {
      events++;
      for (Verdict verdict : engine.apply(event)) {
        String account = verdict.account();
        if (account != null && !(verdict.then() instanceof Then.Tag)) {
          surfaced.add(account);
          byRule.computeIfAbsent(verdict.rule(), _ -> new HashSet<>()).add(account);
        }
      }
    }

    @Override
    public void line(Scan.Line line) {
      switch (line) {
        case Scan.Account it -> {
          language.putIfAbsent(it.id(), "unknown");
          apply(
              facts.account(
                  it.id(),
                  it.handle(),
                  it.displayName(),
                  it.bio(),
                  it.location(),
                  it.createdAt(),
                  it.followers(),
                  it.following()));
        }
        case Scan.Post it -> {
          language.put(it.account(), Objects.requireNonNullElse(it.language(), "unknown"));
          apply(
              facts.post(
                  it.id(),
                  it.account(),
                  it.at(),
                  it.text(),
                  it.language(),
                  it.visibility(),
                  it.replyTo()));
        }
        case Scan.Boost it -> apply(facts.boost(it.account(), it.post(), it.at()));
        case Scan.Follow it -> apply(facts.follow(it.account(), it.target(), it.at()));
        case Scan.Report it ->
            apply(
                facts.report(
                    it.account(),
                    it.target(),
                    it.posts(),
                    it.category(),
                    it.rules(),
                    it.comment(),
                    it.at()));
      }
    }
  }
}
