package reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import reeve.rules.code.Program;
import reeve.rules.count.Figures;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.run.Standing;
import reeve.server.watch.run.Watcher;
import reeve.server.watch.run.WatcherSettings;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;

/**
 * From the bytes of events to durable verdicts: 100 rules and 20 counters over 4,000,000 different
 * posts of 2,000,000 accounts, event log and verdicts flushed, the archive sealed beside. First as
 * fast as it goes, then at half of that rate, each event due at its moment.
 */
final class StreamBench {
  static final int EVENTS = 4_000_000;
  static final int FILES = 16;
  static final int RULES = 100;
  static final long COUNTER_BYTES = 3L << 30;

  private static final int SENDERS = 1;

  private final int events;
  private final int warmSeconds;
  private final int seconds;

  StreamBench() {
    this(EVENTS, 60, 60);
  }

  /** With less of everything, to try it. */
  StreamBench(int events, int warmSeconds, int seconds) {
    this.events = events;
    this.warmSeconds = warmSeconds;
    this.seconds = seconds;
  }

  reeve.bench.Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-stream");
    try {
      Machine.log("writing %,d events of 500 bytes", events);
      StreamTown.write(directory, events, FILES, RULES);
      double parsed = parseOnly(directory);
      Machine.log("Jackson alone: %,.0f events/s of one thread; load %s", parsed, Machine.load());
      return measure(directory, parsed);
    } finally {
      Trees.delete(directory);
    }
  }

  private reeve.bench.Figures measure(Path directory, double parsed) throws Exception {
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
                    directory.resolve("live"), COUNTER_BYTES, 2, 8 << 20, WatcherSettings.REST),
                "bench",
                InstantSource.system())) {
      Program program = watcher.run(StreamTown.rules(RULES)).get();
      List<StreamSender> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(
            new StreamSender(
                log, watcher, new StreamFeed(directory, i, SENDERS), "bench-" + i, program::reads));
      }
      double rate = flatOut(watcher, senders);
      awaitSettled(log, watcher);
      Latencies latencies =
          senders.getFirst().atRate(rate / 2, 10, seconds, () -> {}).verdicts();
      Standing standing = watcher.standing();
      watcher.check();
      long verdicts = standing.rules().stream().mapToLong(Standing.Hits::hits).sum();
      Figures memory = standing.memory();
      Machine.log(
          "at half: p50 %.1f ms, p99 %.1f ms; %,d verdicts (%.2f%% of events); %,d keys, %,d MB,"
              + " %,d evicted; %d segments wait to be sealed; load %s",
          latencies.quantile(0.5),
          latencies.quantile(0.99),
          verdicts,
          100.0 * verdicts / log.end(),
          memory.keys(),
          memory.bytes() >> 20,
          memory.evicted(),
          log.figures().raw(),
          Machine.load());
      return new reeve.bench.Figures()
          .put("events_per_s", Math.round(rate))
          .put("p99_ms", latencies.quantile(0.99))
          .put("bytes_per_key", (double) memory.bytes() / memory.keys())
          .put("parse_only_events_per_s", Math.round(parsed));
    }
  }

  static void awaitSettled(EventLog log, Watcher watcher) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (watcher.settled() < log.end()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the watcher does not come to the end");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private double flatOut(Watcher watcher, List<StreamSender> senders) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (StreamSender sender : senders) {
      threads.add(Thread.ofPlatform().name("sender").start(sender::flatOut));
    }
    double cpu = 0;
    long settled = 0;
    long begin = System.nanoTime();
    long from = begin;
    for (int second = 0; second < warmSeconds + seconds; second++) {
      if (second == warmSeconds) {
        settled = watcher.settled();
        from = System.nanoTime();
        cpu = Machine.cpuSeconds(ProcessHandle.current().pid());
      }
      long until = begin + TimeUnit.SECONDS.toNanos(second + 1L);
      LockSupport.parkNanos(until - System.nanoTime());
      if (second % 10 == 9) {
        Machine.log(
            "  after %d s: %,d events; load %s", second + 1, watcher.settled(), Machine.load());
      }
    }
    double length = (System.nanoTime() - from) / 1e9;
    long done = watcher.settled() - settled;
    double spent = Machine.cpuSeconds(ProcessHandle.current().pid()) - cpu;
    senders.forEach(StreamSender::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    Machine.log(
        "flat out: %,.0f events/s, %.2f cores, %,.0f events a CPU second",
        done / length, spent / length, done / spent);
    return done / length;
  }

  /** Jackson's tokens of the same bytes, one thread. */
  private static double parseOnly(Path directory) throws IOException {
    StreamFeed feed = new StreamFeed(directory, 0, FILES);
    JsonFactory json = new JsonFactory();
    double best = 0;
    for (int round = 0; round < 8; round++) {
      long begin = System.nanoTime();
      long events = 0;
      while (System.nanoTime() - begin < 1_000_000_000L) {
        events += feed.next(StreamFeed.LINES, 1_750_000_000_000L);
        try (JsonParser parser =
            json.createParser(
                tools.jackson.core.ObjectReadContext.empty(), feed.bytes(), 0, feed.length())) {
          while (parser.nextToken() != null) {
            if (parser.currentToken().isScalarValue()) {
              parser.getString();
            }
          }
        }
      }
      best = Math.max(best, events / ((System.nanoTime() - begin) / 1e9));
    }
    return best;
  }
}
