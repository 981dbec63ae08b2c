package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reeve.rules.code.Program;
import reeve.rules.schema.TownEvents;
import reeve.server.policy.Policies;
import reeve.server.watch.PolicyClauses;
import reeve.server.watch.backtest.BacktestJob;
import reeve.server.watch.backtest.BacktestResult;
import reeve.server.watch.backtest.Backtests;
import reeve.server.watch.backtest.Order;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.log.Receipt;

/**
 * The rules and counters of the stream over a sealed archive of 10,000,000 posts, in the backtest's
 * own process; what rules read off texts is stored.
 */
final class BacktestBench {
  private static final int EVENTS = 10_000_000;
  private static final int DIFFERENT = 1_000_000;
  private static final int RULES = 100;
  private static final int MEMORY_MB = 5_120;
  private static final int OPEN = 8;

  Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-bench-backtest");
    try {
      Path archive = directory.resolve("archive");
      fill(archive, directory);
      Path rules = directory.resolve("set");
      for (Map.Entry<String, String> file : StreamTown.files(RULES, 0).entrySet()) {
        Path path = rules.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      return run(archive, rules);
    } finally {
      Trees.delete(directory);
    }
  }

  private static Figures run(Path archive, Path rules) throws Exception {
    Order order =
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
      BacktestResult result = null;
      while (result == null) {
        try {
          result = job.result().get(100, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          cpu = Math.max(cpu, Machine.cpuSeconds(job.pid()));
        }
      }
      long hits = result.candidate().rules().stream().mapToLong(rule -> rule.hits()).sum();
      double rate = result.read().events() / result.read().seconds();
      Machine.log(
          "%,.0f events/s, %,.0f a CPU second; %,d hits (%.2f%%), %,d keys, %,d forgotten; load %s",
          rate,
          result.read().events() / cpu,
          hits,
          100.0 * hits / EVENTS,
          result.candidate().counterKeys(),
          result.candidate().countersForgotten(),
          Machine.load());
      if (hits == 0 || result.read().events() != EVENTS) {
        throw new IllegalStateException("not what was asked for: " + result.read());
      }
      return new Figures()
          .put("events_per_s", Math.round(rate))
          .put("events_per_cpu_s", Math.round(result.read().events() / cpu))
          .put("counters_forgotten", result.candidate().countersForgotten());
    }
  }

  /** Events of some hours, as they would have come. */
  private static void fill(Path archive, Path directory) throws IOException {
    Machine.log("writing an archive of %,d posts", EVENTS);
    StreamTown.write(directory, DIFFERENT, StreamBench.FILES, RULES);
    StreamFeed feed = new StreamFeed(directory, 0, 1);
    Program program = Program.of(StreamTown.rules(RULES));
    long begin = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(6);
    try (EventLog log =
        EventLog.open(
            archive, TownEvents.SCHEMA, LogSettings.standard(), InstantSource.system())) {
      EventSource source = new EventSource(log, "square", program::reads);
      Queue<CompletableFuture<Receipt>> open = new ArrayDeque<>();
      for (int done = 0; done < EVENTS; ) {
        // A thousand posts a second of the town's time.
        done += feed.next(Math.min(StreamFeed.LINES, EVENTS - done), begin + done);
        open.add(source.send(feed.bytes(), feed.length()));
        if (open.size() > OPEN) {
          open.remove().join();
        }
      }
      open.forEach(CompletableFuture::join);
      log.rewrite(Instant.now(), _ -> false);
    }
  }
}
