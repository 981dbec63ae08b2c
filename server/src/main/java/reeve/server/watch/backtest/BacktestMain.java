package reeve.server.watch.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.rules.check.Checking;
import reeve.rules.check.RuleSet;
import reeve.rules.check.Terms;
import reeve.rules.schema.TownEvents;
import reeve.rules.source.Issue;
import reeve.rules.source.Sources;
import reeve.server.watch.log.Archive;
import reeve.server.watch.log.LogException;
import reeve.server.watch.signal.SignalFinder;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process of one backtest. It reads the {@link Order} as a line of JSON from standard input,
 * writes lines of JSON, each a {@link Line}, to standard output, and ends with 0 once it has
 * written the result, else with 1. It ends at once where its standard input does: nobody waits for
 * its answer then.
 */
public final class BacktestMain {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ABANDONED = 4;

  /** More would wait for one another. */
  private static final int THREADS = 8;

  private BacktestMain() {}

  /**
   * A line of output; one of them is set.
   *
   * @param problem why there is no result, with the sentence that says it
   */
  record Line(
      @Nullable Progress progress,
      @Nullable BacktestResult result,
      @Nullable BacktestProblem problem,
      @Nullable String sentence) {}

  /** Runs a backtest; takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = System.out;
    // What a library prints must not stand among the lines.
    System.setOut(System.err);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String order = in.readLine();
    if (order == null) {
      System.exit(ABANDONED);
    }
    Thread.ofPlatform().daemon().name("parent").start(() -> watch(in));
    Line last = run(order, out);
    print(last, out);
    System.exit(last.result() == null ? 1 : 0);
  }

  private static void watch(Reader in) {
    int status = ABANDONED;
    try {
      in.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      status = ABANDONED + 1;
    }
    Runtime.getRuntime().halt(status);
  }

  private static void print(Line line, PrintStream out) {
    out.println(JSON.writeValueAsString(line));
    out.flush();
  }

  private static Line run(String line, PrintStream out) {
    try {
      Order order = JSON.readValue(line, Order.class);
      RuleSet candidate = load(order.candidate(), order, "The rules");
      RuleSet live = order.live() == null ? null : load(order.live(), order, "The live rules");
      try (Archive archive = Archive.open(order.archive(), TownEvents.SCHEMA, order.end())) {
        return new Line(
            null,
            new Backtest(archive, candidate, live)
                .run(
                    order.from(),
                    order.to(),
                    order.counterBytes(),
                    Math.min(THREADS, Runtime.getRuntime().availableProcessors()),
                    progress -> print(new Line(progress, null, null, null), out)),
            null,
            null);
      }
    } catch (BacktestException e) {
      return failed(e.problem(), "" + e.getMessage());
    } catch (LogException e) {
      return failed(BacktestProblem.NO_ARCHIVE, "" + e.getMessage());
    } catch (IOException | UncheckedIOException e) {
      return failed(BacktestProblem.NO_ARCHIVE, "A file could not be read: " + e.getMessage());
    } catch (InterruptedException e) {
      return failed(BacktestProblem.STOPPED, "The backtest was interrupted.");
    } catch (RuntimeException e) {
      e.printStackTrace();
      return failed(BacktestProblem.BROKEN, "The backtest met what nobody foresaw: " + e);
    }
  }

  private static Line failed(BacktestProblem problem, String sentence) {
    return new Line(null, null, problem, sentence);
  }

  private static RuleSet load(Path folder, Order order, String which) throws IOException {
    return switch (RuleSet.check(
        Sources.read(folder),
        new Terms(TownEvents.SCHEMA, order.asClauses(), SignalFinder.PHRASING, order.today()))) {
      case Checking.Checked checked -> checked.set();
      case Checking.Rejected rejected ->
          throw new BacktestException(
              BacktestProblem.NOT_LOADED,
              which
                  + " cannot be loaded: "
                  + rejected.issues().stream()
                      .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                      .findFirst()
                      .map(Issue::shown)
                      .orElse(""));
    };
  }
}
