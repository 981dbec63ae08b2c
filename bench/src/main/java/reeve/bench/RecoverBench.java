package reeve.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reeve.rules.code.Program;
import reeve.rules.count.Keys;
import reeve.rules.count.Table;
import reeve.rules.engine.Engine;
import reeve.rules.engine.Verdict;
import reeve.rules.engine.VerdictSink;
import reeve.rules.schema.Facts;
import reeve.rules.schema.TownEvents;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogReader;
import reeve.server.watch.log.LogSettings;
import reeve.server.watch.run.Verdicts;
import reeve.server.watch.signal.SignalFinder;

/**
 * The engine is killed with 5,000,000 counters while events come, and started again; then what the
 * logs hold is compared with what was acknowledged, and the verdicts with those of a run that
 * nobody killed. At last a whole server starts over what is there.
 */
final class RecoverBench {
  private static final int EVENTS = 1_000_000;
  private static final long COUNTERS = 5_000_000;

  /** Events a second: half of what the stream gave on the machine of docs/benchmarks.md. */
  private static final double RATE = 37_500;

  private static final int BATCH = 512;

  Figures run() throws Exception {
    Path directory = Files.createTempDirectory("reeve-recover");
    // Others may pass through: PostgreSQL may run as another user.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    Path data = directory.resolve("data");
    try {
      StreamTown.write(directory, EVENTS, StreamBench.FILES, StreamBench.RULES);
      long acknowledged = killed(directory);
      Restart restart = restarted(directory);
      Machine.log(
          "acknowledged again after %.2f s, with verdicts after %.2f s; load %s",
          restart.acknowledged(), restart.verdicts(), Machine.load());
      acknowledged = Math.max(acknowledged, restart.last());
      Compared compared = compare(directory, acknowledged);
      double server = server(data, directory);
      return new Figures()
          .put("seconds", restart.acknowledged())
          .put("seconds_to_verdicts", restart.verdicts())
          .put("server_seconds", server)
          .put("lost", compared.lost())
          .put("doubled", compared.doubled());
    } finally {
      Trees.delete(directory);
    }
  }

  private static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx2g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=bench-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            Bench.class.getName(),
            "recover-run",
            directory.toString(),
            Double.toString(RATE))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** With its output left open: what it had said before is read to the end. */
  private static void kill(Process process) {
    if (!process.toHandle().destroyForcibly()) {
      throw new IllegalStateException("the engine's process cannot be killed");
    }
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Until there are enough counters, and some seconds more; returns what was acknowledged. */
  private static long killed(Path directory) throws IOException, InterruptedException {
    Process process = start(directory);
    long acknowledged = 0;
    long kill = Long.MAX_VALUE;
    try (BufferedReader lines = output(process)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long number = Long.parseLong(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("acknowledged")) {
          acknowledged = Math.max(acknowledged, number);
        } else if (line.startsWith("counters") && number >= COUNTERS && kill == Long.MAX_VALUE) {
          // Long enough for snapshots to be under way.
          kill = System.nanoTime() + TimeUnit.SECONDS.toNanos(25);
        }
        if (System.nanoTime() > kill) {
          Machine.log(
              "killing with %,d events acknowledged; load %s", acknowledged, Machine.load());
          kill(process);
          kill = Long.MAX_VALUE - 1;
        }
      }
    }
    process.waitFor();
    return acknowledged;
  }

  private record Restart(double acknowledged, double verdicts, long last) {}

  private static Restart restarted(Path directory) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process = start(directory);
    double acknowledged = 0;
    double verdicts = 0;
    long last = 0;
    try (BufferedReader lines = output(process)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("acknowledged")) {
          last = Math.max(last, Long.parseLong(line.substring(line.indexOf(' ') + 1)));
          acknowledged = acknowledged == 0 ? (System.nanoTime() - begin) / 1e9 : acknowledged;
        } else if (line.startsWith("verdicts")) {
          verdicts = (System.nanoTime() - begin) / 1e9;
          kill(process);
        }
      }
    }
    process.waitFor();
    if (verdicts == 0) {
      throw new IllegalStateException("the engine did not come back");
    }
    return new Restart(acknowledged, verdicts, last);
  }

  private record Compared(long lost, long doubled) {}

  /** Acknowledged events, and the verdicts of all events, against one run over the log. */
  private static Compared compare(Path directory, long acknowledged) throws Exception {
    Map<String, Integer> verdicts = verdicts(directory);
    long lost = 0;
    long doubled =
        verdicts.values().stream().filter(times -> times > 1).mapToLong(times -> times - 1).sum();
    var rules = StreamTown.rules(StreamBench.RULES);
    Program program = Program.of(rules);
    Expected expected = new Expected(verdicts);
    try (EventLog log =
            EventLog.open(
                directory.resolve("watch/events"),
                TownEvents.SCHEMA,
                LogSettings.standard(),
                InstantSource.system());
        LogReader reader = log.read(0);
        Table one = new Table(StreamBench.COUNTER_BYTES / 2);
        Table other = new Table(StreamBench.COUNTER_BYTES / 2);
        Engine engine =
            new Engine(
                rules,
                program,
                List.of(one, other),
                new Keys(3, 4),
                new SignalFinder(program.literals()),
                2)) {
      lost += Math.max(0, acknowledged - log.end());
      long sequence = -1;
      Facts[] batch = new Facts[BATCH];
      for (int i = 0; i < BATCH; i++) {
        batch[i] = new Facts(TownEvents.SCHEMA);
      }
      int n = 0;
      while (reader.next(batch[n])) {
        doubled += reader.sequence() <= sequence ? 1 : 0;
        sequence = Math.max(sequence, reader.sequence());
        if (++n == BATCH) {
          engine.apply(batch, n, expected);
          n = 0;
        }
      }
      engine.apply(batch, n, expected);
    }
    // The last events before the end were acknowledged, and nobody waited for their verdicts.
    lost += expected.missing.stream().filter(at -> at < expected.newest).count();
    Machine.log(
        "%,d verdicts in the log, %,d expected; %d lost, %d doubled",
        verdicts.size(), expected.all, lost, doubled);
    return new Compared(lost, doubled);
  }

  private static Map<String, Integer> verdicts(Path directory) throws IOException {
    Map<String, Integer> times = new HashMap<>();
    Facts facts = new Facts(Verdicts.SCHEMA);
    try (EventLog log =
            EventLog.open(
                directory.resolve("watch/live/verdicts"),
                Verdicts.SCHEMA,
                LogSettings.standard(),
                InstantSource.system());
        LogReader reader = log.read(0)) {
      while (reader.next(facts)) {
        times.merge(Verdicts.read(facts).id(), 1, Integer::sum);
      }
    }
    return times;
  }

  private static final class Expected implements VerdictSink {
    private final Map<String, Integer> found;
    private final List<Long> missing = new ArrayList<>();
    private long all;
    private long newest;

    private Expected(Map<String, Integer> found) {
      this.found = found;
    }

    @Override
    public void verdict(int event, Verdict verdict) {
      all++;
      if (found.containsKey(verdict.id())) {
        newest = all;
      } else {
        missing.add(all);
      }
    }

    @Override
    public void failed(int event, Throwable why) {
      throw new IllegalStateException(why);
    }
  }

  /** A whole server, from the launcher to both listeners' first page, over the logs of the run. */
  private static double server(Path data, Path directory) throws Exception {
    try (Node first = Node.start(data)) {
      Machine.log("a server stands on %d; it is stopped and given the logs", first.deskPort());
    }
    Trees.delete(data.resolve("watch"));
    Files.move(directory.resolve("watch"), data.resolve("watch"));
    long begin = System.nanoTime();
    try (Node node = Node.start(data)) {
      double seconds = (System.nanoTime() - begin) / 1e9;
      Machine.log(
          "the whole server took %.2f s on %d; load %s", seconds, node.port(), Machine.load());
      return seconds;
    }
  }
}
