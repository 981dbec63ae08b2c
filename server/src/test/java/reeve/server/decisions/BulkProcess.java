package reeve.server.decisions;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ApplicationContext;
import reeve.server.FakePlatform;
import reeve.server.ServerApplication;
import reeve.server.staff.Lease;
import reeve.server.staff.Leases;

/** A server in a process of its own that carries decisions over many out, until it is killed. */
final class BulkProcess implements AutoCloseable {
  /** Short, so that nobody waits long for the lease of one that was killed. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final Process process;

  private BulkProcess(Process process) {
    this.process = process;
  }

  /** Starts one over a database that is there. */
  static BulkProcess start(Map<String, String> properties) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BulkProcess.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedWriter out = process.outputWriter(StandardCharsets.UTF_8);
    for (var setting : properties.entrySet()) {
      out.write(setting.getKey() + "=" + setting.getValue() + "\n");
    }
    out.write("go\n");
    out.flush();
    return new BulkProcess(process);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, Object> properties = new HashMap<>();
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null && !line.equals("go"); line = in.readLine()) {
        String[] setting = line.split("=", 2);
        properties.put(setting[0], setting[1]);
      }
      work(ServerApplication.start(properties, List.of(new FakePlatform())));
    }
  }

  private static void work(ApplicationContext context) {
    BulkWork work = context.getBean(BulkWork.class);
    Leases leases = context.getBean(Leases.class);
    Optional<Lease> lease = Optional.empty();
    while (true) {
      if (lease.isEmpty()) {
        lease = leases.take("bulk-decisions", LEASE);
      } else if (lease.get().beat()) {
        work.round(lease.get());
      } else {
        lease = Optional.empty();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
