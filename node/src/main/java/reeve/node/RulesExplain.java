package reeve.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.rules.check.Explanation;
import reeve.rules.check.Outcome;
import reeve.rules.check.RuleSet;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.backtest.BacktestException;
import reeve.server.watch.backtest.Explain;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.LogException;

/** Takes apart what rules make of one event that Reeve has kept. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Shows for one event that Reeve has kept which conditions of which rules held, which"
            + " missed, and by how much.")
final class RulesExplain implements Callable<Integer> {
  private static final int LONGEST = 60;

  @Parameters(paramLabel = "DIR", description = "the folder with rules/, lists/ and phrases/")
  private Path folder = Path.of(".");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the data directory; the events lie in its watch/events")
  private Path data = Path.of(".");

  @Option(
      names = "--event",
      required = true,
      paramLabel = "ID",
      description = "as a verdict names it, for example square/4711")
  private String event = "";

  @Option(names = "--rule", paramLabel = "NAME", description = "this rule alone")
  private @Nullable String rule;

  @Option(
      names = "--counters",
      paramLabel = "MB",
      defaultValue = "512",
      description = "memory for counters, at least 4 (default: ${DEFAULT-VALUE})")
  private int counters;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (counters < 4) {
      throw new Failure("Counters need at least 4 MB.");
    }
    RuleSet set = RulesCommand.checked(folder);
    if (rule != null && set.rules().stream().noneMatch(one -> one.name().equals(rule))) {
      throw new Failure("There is no rule '" + rule + "' in " + folder + ".");
    }
    try (Archive archive =
        Archive.open(RulesBacktest.events(data), TownEvents.SCHEMA, Archive.WHOLE)) {
      print(Explain.of(archive, set, event, (long) counters << 20));
      return 0;
    } catch (BacktestException | LogException e) {
      throw new Failure("" + e.getMessage(), e);
    }
  }

  private void print(Explain.Explained explained) {
    line("%s, %s, at %s".formatted(explained.event(), explained.kind(), explained.at()));
    line(
        "Counters: replayed from the archive, %,d events since %s, up to this one%s."
            .formatted(
                explained.replayed(),
                explained.countersSince(),
                explained.countersWhole()
                    ? ""
                    : "; it holds no more, so readings may be lower than they were"));
    if (explained.forgotten() > 0) {
      line(
          ("%,d counters were let go for want of memory, so readings may be too low: give --counters"
                  + " more.")
              .formatted(explained.forgotten()));
    }
    boolean any = false;
    for (Explanation one : explained.rules()) {
      if (rule == null || one.rule().name().equals(rule)) {
        any = true;
        System.out.println();
        line("%s %s".formatted(one.rule().name(), words(one.outcome())));
        one.parts().forEach(this::print);
      }
    }
    if (!any) {
      line("No rule that was asked for is about events of this kind.");
    }
  }

  private void print(Explanation.Part part) {
    String sign =
        switch (part.outcome()) {
          case Outcome.Held held -> held.holds() ? "+" : "-";
          case Outcome.Failed _ -> "?";
        };
    line("  %s %s".formatted(sign, part.text()));
    if (!part.read().isEmpty()) {
      line("      %s".formatted(read(part.read())));
    }
    if (part.miss() != null) {
      line("      missed: %s".formatted(part.miss()));
    }
    if (part.outcome() instanceof Outcome.Failed failed) {
      line("      could not be told: %s".formatted(failed.why()));
    }
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Held held -> held.holds() ? "held" : "did not hold";
      case Outcome.Failed failed -> "could not be told: " + failed.why();
    };
  }

  private static String read(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(one -> one.getKey() + " = " + shortened(String.valueOf(one.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static void line(String text) {
    System.out.println(text.stripTrailing());
  }
}
