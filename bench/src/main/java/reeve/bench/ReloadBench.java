package reeve.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import reeve.rules.check.RuleSet;
import reeve.rules.code.Program;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.run.Watcher;
import reeve.server.watch.run.WatcherSettings;

/**
 * 500 rules are swapped for 500 others of the same counters at half of the rate that goes, beside
 * an equal run without a swap.
 */
final class ReloadBench {
  private static final int EVENTS = 1_000_000;
  private static final int RULES = 500;
  private static final int WARM_SECONDS = 100;
  private static final int SECONDS = 100;

  /** Seconds after the swap whose rates count, beside those until it. */
  private static final int AFTER = 10;

  Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-reload");
    try {
      Machine.log("writing %,d events of 500 bytes", EVENTS);
      StreamTown.write(directory, EVENTS, StreamBench.FILES, RULES);
      return measure(directory);
    } finally {
      Trees.delete(directory);
    }
  }

  private Figures measure(Path directory) throws Exception {
    try (EventLog log =
            EventLog.open(
                directory.resolve("events"),
                TownEvents.SCHEMA,
                LogSettings.standard(),
                InstantSource.system());
        Watcher watcher =
            Watcher.open(
                log,
                new WatcherSettings(
                    directory.resolve("live"),
                    StreamBench.COUNTER_BYTES,
                    2,
                    8 << 20,
                    WatcherSettings.REST),
                "bench",
                InstantSource.system())) {
      Program program = watcher.run(StreamTown.rules(RULES)).get();
      StreamSender sender =
          new StreamSender(log, watcher, new StreamFeed(directory, 0, 1), "bench", program::reads);
      double rate = flatOut(watcher, sender);
      StreamBench.awaitSettled(log, watcher);
      StreamSender.Sent equal = sender.atRate(rate / 2, 5, SECONDS, () -> {});
      // Checked before: who edits rules waits for that, not who sends events.
      RuleSet next = StreamTown.rules(RULES, 1);
      AtomicReference<CompletableFuture<Double>> swap = new AtomicReference<>();
      StreamSender.Sent sent =
          sender.atRate(
              rate / 2,
              5,
              SECONDS,
              () -> {
                long asked = System.nanoTime();
                swap.set(watcher.run(next).thenApply(_ -> (System.nanoTime() - asked) / 1e9));
              });
      double swapped = swap.get().get(1, TimeUnit.MINUTES);
      watcher.check();
      List<Long> seconds = sent.perSecond();
      int half = SECONDS / 2;
      double before =
          seconds.subList(0, half).stream().mapToLong(Long::longValue).average().orElseThrow();
      double lowest =
          seconds.subList(half, half + (int) Math.ceil(swapped) + AFTER).stream()
              .mapToLong(Long::longValue)
              .min()
              .orElseThrow();
      Machine.log("events in each second, the swap asked for after %d: %s", half, seconds);
      double pause = (sent.longestReceipt() - equal.longestReceipt()) / 1e6;
      Machine.log(
          "at %,.0f/s: longest receipt %.1f ms without a swap, %.1f ms with; verdicts p99 %.1f and"
              + " %.1f ms; %,.0f events/s before, %,.0f in the slowest second after; the swap came"
              + " after %.1f s; load %s",
          rate / 2,
          equal.longestReceipt() / 1e6,
          sent.longestReceipt() / 1e6,
          equal.verdicts().quantile(0.99),
          sent.verdicts().quantile(0.99),
          before,
          lowest,
          swapped,
          Machine.load());
      return new Figures()
          .put("longest_pause_ms", Math.max(0, pause))
          .put("rate_after", lowest / before);
    }
  }

  private static double flatOut(Watcher watcher, StreamSender sender) throws Exception {
    Thread thread = Thread.ofPlatform().name("sender").start(sender::flatOut);
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(WARM_SECONDS));
    long from = watcher.settled();
    long begin = System.nanoTime();
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(15));
    double rate = (watcher.settled() - from) / ((System.nanoTime() - begin) / 1e9);
    sender.stop();
    thread.join();
    Machine.log("flat out with %d rules: %,.0f events/s", RULES, rate);
    return rate;
  }
}
