package reeve.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;
import reeve.rules.schema.Facts;
import reeve.rules.source.RuleSource.Then;
import reeve.server.watch.TownFacts;
import reeve.server.watch.signal.SignalFinder;
import reeve.square.imports.Format;
import reeve.square.imports.ImportFailure;
import reeve.square.imports.ProgressBar;
import reeve.square.imports.Scan;
import tools.jackson.databind.json.JsonMapper;

/** Runs rules over files and prints what they conclude. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description =
        "Runs rules over files of posts, in the files' order, and prints each verdict as a line of JSON.")
final class WatchCommand implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "plain or compressed with gzip; accounts before posts")
  private List<Path> files = List.of();

  @Option(
      names = "--rules",
      required = true,
      paramLabel = "DIR",
      description = "the folder with rules/, lists/ and phrases/ (docs/rules.md)")
  private Path rules = Path.of(".");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "fivethirtyeight, twitter-v1.1 or town")
  private String format = "";

  @Option(
      names = "--counters",
      paramLabel = "MB",
      defaultValue = "512",
      description = "memory for counters, at least 4 (default: ${DEFAULT-VALUE})")
  private int counters;

  @Override
  public Integer call() throws IOException {
    Format known =
        Format.of(format)
            .orElseThrow(() ->
                new Failure(
                    "There is no format '%s'; there are fivethirtyeight, twitter-v1.1 and town."
                        .formatted(format)));
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new Failure("There is no readable file " + file + ".");
      }
    }
    if (counters < 4) {
      throw new Failure("Counters need at least 4 MB.");
    }
    RuleSet set = RulesCommand.checked(rules);
    Program program = Program.of(set);
    var random = new SecureRandom();
    Path rejects = Files.createTempDirectory("reeve-watch");
    try (Table table = new Table((long) counters << 20)) {
      Engine engine =
          new Engine(
              set,
              program,
              table,
              new Keys(random.nextLong(), random.nextLong()),
              new SignalFinder(program.literals()));
      var watching = new Watching(engine, new TownFacts(program, known.text(), "imported"));
      Scan.Done done =
          Scan.run(
              known,
              files,
              rejects,
              new ProgressBar(System.err, Terminal.interactive(), InstantSource.system()),
              watching);
      watching.tell(done);
      return 0;
    } catch (ImportFailure e) {
      throw new Failure("" + e.getMessage(), e);
    } finally {
      if (isEmpty(rejects)) {
        Files.delete(rejects);
      }
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  /** Applies what the files tell, event by event. */
  private static final class Watching implements Scan.Visitor {
    private final Engine engine;
    private final TownFacts facts;
    private final Map<String, Long> byRule = new TreeMap<>();
    private final Set<String> surfaced = new HashSet<>();
    private long events;
    private long verdicts;

    Watching(Engine engine, TownFacts facts) {
      this.engine = engine;
      this.facts = facts;
    }

    private void apply(Facts event) {
      events++;
      for (Verdict verdict : engine.apply(event)) {
        verdicts++;
        byRule.merge(verdict.rule(), 1L, Long::sum);
        if (verdict.then() instanceof Then.Surface && verdict.account() != null) {
          surfaced.add(verdict.account());
        }
        System.out.println(JSON.writeValueAsString(line(verdict)));
      }
    }

    private static Map<String, @Nullable Object> line(Verdict verdict) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>();
      line.put("verdict", verdict.id());
      line.put("rule", verdict.rule());
      line.put("version", verdict.version());
      line.put("ruleSet", verdict.ruleSet());
      line.put("clause", verdict.clause());
      switch (verdict.then()) {
        case Then.Surface surface -> line.put("surface", surface.weight());
        case Then.Tag tag -> line.put("tag", tag.tag());
        case Then.Act act ->
            line.put("act", act.measure().name().toLowerCase(java.util.Locale.ROOT));
      }
      line.put("event", verdict.event());
      line.put("at", Instant.ofEpochMilli(verdict.at()).toString());
      line.put("account", verdict.account());
      line.put("overLimit", verdict.overLimit());
      if (verdict.missing() != null) {
        line.put("missing", verdict.missing());
      }
      line.put("values", verdict.values());
      line.put("counters", verdict.counters());
      return line;
    }

    void tell(Scan.Done done) {
      byRule.forEach((rule, count) -> System.err.printf("  %-32s %,10d%n", rule, count));
      System.err.printf(
          "%,d events, %,d verdicts, %,d accounts surfaced.%n", events, verdicts, surfaced.size());
      if (done.rejected() > 0) {
        System.err.printf(
            "%,d lines were no good; each with its number and reason: %s%n",
            done.rejected(),
            String.join(", ", done.rejects().stream().map(Path::toString).toList()));
      }
    }

    @Override
    public void line(Scan.Line line) {
      switch (line) {
        case Scan.Account it -> {
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
