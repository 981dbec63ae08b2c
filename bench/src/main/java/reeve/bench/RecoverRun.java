package reeve.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import reeve.rules.code.Program;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.run.Watcher;
import reeve.server.watch.run.WatcherSettings;

/**
 * The process of {@link RecoverBench} that is killed and started again: takes events at a rate and
 * says on standard output how many are acknowledged, and how many counters there are.
 */
final class RecoverRun {
  static final long SNAPSHOT_RATE = 30_000_000;

  private static final int LINES = 512;

  private RecoverRun() {}

  static void run(Path directory, double rate) throws Exception {
    PrintStream out = System.out;
    EventLog log =
        EventLog.open(
            directory.resolve("watch/events"),
            TownEvents.SCHEMA,
            LogSettings.standard(),
            InstantSource.system());
    Watcher watcher =
        Watcher.open(
            log,
            new WatcherSettings(
                directory.resolve("watch/live"),
                StreamBench.COUNTER_BYTES,
                2,
                SNAPSHOT_RATE,
                WatcherSettings.REST),
            "bench",
            InstantSource.system());
    // Rules are loaded beside: an event is acknowledged whether they stand already or not.
    var loading = watcher.run(StreamTown.rules(StreamBench.RULES));
    long begun = log.end();
    EventSource source =
        new EventSource(log, "square", Program.of(StreamTown.rules(StreamBench.RULES))::reads);
    StreamFeed feed = new StreamFeed(directory, 0, 1);
    feed.skip(begun);
    long start = System.nanoTime();
    long sent = 0;
    boolean settled = false;
    long told = start;
    while (true) {
      long now = System.nanoTime();
      long due = (long) ((now - start) / 1e9 * rate) - sent;
      if (due <= 0) {
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      int events = feed.next((int) Math.min(due, LINES), System.currentTimeMillis());
      var receipt = source.send(feed.bytes(), feed.length());
      boolean first = sent == 0;
      sent += events;
      var _ =
          receipt.thenAccept(done -> {
            synchronized (out) {
              out.println("acknowledged " + done.end());
            }
          });
      if (first) {
        receipt.join();
      }
      if (!settled && loading.isDone() && watcher.settled() >= begun + events) {
        settled = true;
        out.println("verdicts " + watcher.settled());
      }
      if (now - told > TimeUnit.SECONDS.toNanos(1)) {
        told = now;
        watcher.check();
        out.println("counters " + watcher.standing().memory().keys());
      }
    }
  }
}
