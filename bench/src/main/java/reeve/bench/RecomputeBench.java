package reeve.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reeve.postgres.Schema;
import reeve.server.ServerApplication;
import reeve.server.record.RecordAudit;
import reeve.server.record.RecordFill;
import reeve.server.transparency.Recomputed;
import reeve.server.transparency.Recomputing;

/**
 * All figures of 1,000,000 decisions computed again from 8,000,000 records, each of which is held
 * against its commitment and that against the ledger, whose root is made again; in the process of
 * its own that a server starts for it.
 */
final class RecomputeBench {
  private static final int DECISIONS = Integer.getInteger("bench.decisions", 1_000_000);
  private static final int MEMORY_MB = 1_536;

  Figures run() throws Exception {
    try (Cluster cluster = Cluster.start()) {
      Path ledger = cluster.ledger();
      Path keys = cluster.ledgerKeys();
      // Its start makes the tables; the ledger begins with what is filled in.
      Map<String, Object> properties = cluster.serverProperties();
      properties.remove("server.ledger.keys");
      ServerApplication.start(properties, List.of()).close();
      Machine.log("preparing %,d records", DECISIONS * RecordFill.PER_DECISION);
      long began = System.nanoTime();
      try (Connection owner = cluster.database().connect()) {
        RecordFill.fill(owner, DECISIONS, ledger, keys);
      }
      double prepared = (System.nanoTime() - began) / 1e9;
      Machine.log("prepared in %.0f s; load %s", prepared, Machine.load());
      var as = cluster.database().springProperties(Schema.SERVER);
      var where =
          new RecordAudit.Where(
              "" + as.get("spring.datasource.url"),
              "" + as.get("spring.datasource.username"),
              "" + as.get("spring.datasource.password"),
              ledger,
              keys);
      began = System.nanoTime();
      var watched = new Watched();
      Recomputed found =
          new Recomputing(InstantSource.system())
              .fromDatabase(new Recomputing.Order(where, null, 2), MEMORY_MB);
      watched.end();
      double seconds = (System.nanoTime() - began) / 1e9;
      Machine.log("computed; load %s", Machine.load());
      require(found.agrees(), "something differs: " + found.proofs() + found.labels());
      require(found.size() == (long) DECISIONS * RecordFill.PER_DECISION, "records are missing");
      return new Figures()
          .put("seconds", seconds)
          .put("cpu_s", watched.seconds("java"))
          .put("postgres_cpu_s", watched.seconds("postgres"))
          .put("records", found.size())
          .put("records_per_s", Math.round(found.size() / seconds))
          .put("prepared_seconds", prepared)
          .put("memory_mb", (long) MEMORY_MB);
    }
  }

  /** The CPU of all processes that were started below this one, since then. */
  private static final class Watched {
    private final Map<Long, String> commands = new ConcurrentHashMap<>();
    private final Map<Long, Duration> before = now();
    private final Map<Long, Duration> last = new ConcurrentHashMap<>();
    private final Thread looking =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (true) {
                  last.putAll(now());
                  Thread.sleep(200);
                }
              } catch (InterruptedException e) {
                // Enough was seen.
              }
            });

    private Map<Long, Duration> now() {
      Map<Long, Duration> cpu = new HashMap<>();
      ProcessHandle.current()
          .descendants()
          .forEach(it -> {
            it.info().totalCpuDuration().ifPresent(time -> cpu.put(it.pid(), time));
            it.info().command().ifPresent(command -> commands.put(it.pid(), command));
          });
      return cpu;
    }

    void end() {
      looking.interrupt();
    }

    double seconds(String program) {
      double seconds = 0;
      for (Map.Entry<Long, Duration> each : last.entrySet()) {
        if (commands.getOrDefault(each.getKey(), "postgres").endsWith(program)) {
          Duration since = before.getOrDefault(each.getKey(), Duration.ZERO);
          seconds += each.getValue().minus(since).toMillis() / 1e3;
        }
      }
      return seconds;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
