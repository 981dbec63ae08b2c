package reeve.node;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.backtest.BacktestException;
import reeve.server.watch.backtest.BacktestJob;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.Backtests;
import reeve.server.watch.backtest.Order;
import reeve.server.watch.backtest.Progress;
import reeve.server.watch.log.Archive;
import tools.jackson.databind.json.JsonMapper;

/** Tries rules on the events that Reeve has kept, also while it runs. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description =
        "Tries rules on the events that Reeve has kept, also while it runs, and tells whom they"
            + " would have surfaced. Nothing is changed.")
final class RulesBacktest implements Callable<Integer> {
  private static final int WIDTH = 30;

  @Parameters(paramLabel = "DIR", description = "the folder with rules/, lists/ and phrases/")
  private Path folder = Path.of(".");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "the data directory; the events lie in its watch/events")
  private Path data = Path.of(".");

  @Option(
      names = "--live",
      paramLabel = "DIR",
      description = "the folder of a second set, with which the accounts are compared")
  private @Nullable Path live;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "2026-10-01 or 2026-10-01T12:00:00Z, by the time of the events (default: the first kept)")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "likewise (default: the last kept)")
  private @Nullable String to;

  @Option(
      names = "--job-memory",
      paramLabel = "MB",
      defaultValue = "1024",
      description = "memory of the job's own process, at least 256 (default: ${DEFAULT-VALUE})")
  private int memory;

  @Option(names = "--json", description = "print all that was found as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (memory < Order.MEMORY_LEAST) {
      throw new Failure("--job-memory is at least " + Order.MEMORY_LEAST + ".");
    }
    RulesCommand.checked(folder);
    if (live != null) {
      RulesCommand.checked(live);
    }
    Order order =
        new Order(
            events(data),
            Archive.WHOLE,
            folder.toAbsolutePath(),
            live == null ? null : live.toAbsolutePath(),
            Times.read("--from", from),
            Times.read("--to", to),
            Order.clauses(new PolicyClauses(Policies.shipped())),
            LocalDate.now(Clock.systemUTC()),
            memory);
    try (BacktestJob job = Backtests.here().start(order)) {
      BacktestResult result = follow(job);
      if (json) {
        System.out.println(JsonMapper.shared().writeValueAsString(result));
      } else {
        new BacktestTable(System.out).print(result);
      }
      return 0;
    } catch (UncheckedIOException e) {
      throw new Failure("The backtest could not be started: " + e.getMessage(), e);
    }
  }

  /** Where the events of a data directory lie. */
  static Path events(Path data) {
    return data.toAbsolutePath().normalize().resolve("watch/events");
  }

  private static BacktestResult follow(BacktestJob job) throws InterruptedException {
    var bar = new Bar(System.err, Terminal.interactive(), InstantSource.system());
    while (true) {
      try {
        BacktestResult result = job.result().get(200, TimeUnit.MILLISECONDS);
        bar.end();
        return result;
      } catch (TimeoutException e) {
        bar.at(job.progress());
      } catch (ExecutionException e) {
        bar.end();
        if (e.getCause() instanceof BacktestException known) {
          throw new Failure("" + known.getMessage(), known);
        }
        throw new IllegalStateException(e);
      }
    }
  }

  /** Draws a bar on a terminal; elsewhere it says a line every ten seconds. */
  private static final class Bar {
    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private Instant said;
    private boolean drawn;

    Bar(PrintStream out, boolean terminal, InstantSource clock) {
      this.out = out;
      this.terminal = terminal;
      this.clock = clock;
      said = clock.instant();
    }

    void at(Progress progress) {
      String figures =
          String.format(
              Locale.ROOT,
              "%5.1f %%  %,d events  %,d/s",
              100 * progress.share(),
              progress.events(),
              progress.perSecond());
      if (terminal) {
        int full = (int) (progress.share() * WIDTH);
        out.printf("\r[%s%s] %s\u001b[K", "=".repeat(full), " ".repeat(WIDTH - full), figures);
        out.flush();
        drawn = true;
      } else if (clock.instant().isAfter(said.plusSeconds(10))) {
        said = clock.instant();
        out.println(figures.strip());
      }
    }

    void end() {
      if (drawn) {
        out.print("\r\u001b[K");
        out.flush();
      }
    }
  }
}
