package reeve.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reeve.postgres.EmbeddedPostgres;

/** A Reeve of its own process, started by the launcher as a user starts it. */
final class Node implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path data;
  private final Process process;
  private final int port;
  private final int deskPort;

  private Node(Path data, Process process, int port, int deskPort) {
    this.data = data;
    this.process = process;
    this.port = port;
    this.deskPort = deskPort;
  }

  /** A directory that PostgreSQL's user may pass through. */
  static Path freshData() throws IOException {
    Path dir = Files.createTempDirectory("reeve-bench-");
    return dir.resolve("data");
  }

  static Path home() {
    return Path.of(System.getProperty("reeve.home", ".")).toAbsolutePath();
  }

  /** Starts over a data directory and returns when both listeners answer. */
  static Node start(Path data) throws IOException, InterruptedException {
    int port = freePort();
    int deskPort = freePort();
    Process process =
        new ProcessBuilder(
                List.of(
                    home().resolve("reeve").toString(),
                    "up",
                    "--data",
                    data.toString(),
                    "--port",
                    Integer.toString(port),
                    "--desk-port",
                    Integer.toString(deskPort)))
            .redirectErrorStream(true)
            .redirectOutput(data.resolveSibling("up.log").toFile())
            .start();
    Node node = new Node(data, process, port, deskPort);
    node.await(port);
    node.await(deskPort);
    return node;
  }

  private void await(int listener) throws IOException, InterruptedException {
    byte[] first =
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IOException(
            "Reeve did not start: " + Files.readString(data.resolveSibling("up.log")));
      }
      try (Wire wire = new Wire(listener)) {
        if (wire.exchange(first).status() < 500) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("Reeve did not answer within " + PATIENCE);
  }

  int port() {
    return port;
  }

  int deskPort() {
    return deskPort;
  }

  /** The JVM: the launcher's shell becomes it. */
  long pid() {
    return process.pid();
  }

  long postgresPid() throws IOException {
    Path pid = data.resolve("postgres/cluster/postmaster.pid");
    return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
  }

  /** CPU seconds of the JVM and of PostgreSQL so far. */
  double cpuSeconds() throws IOException {
    long postgres = postgresPid();
    boolean child =
        ProcessHandle.of(pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .anyMatch(each -> each.pid() == postgres);
    return Machine.cpuSeconds(pid()) + (child ? 0 : Machine.cpuSeconds(postgres));
  }

  /** A connection as the owner of the database. */
  Connection database() throws SQLException, IOException {
    int postgres = EmbeddedPostgres.runningPort(data.resolve("postgres")).orElseThrow();
    String password = Files.readString(data.resolve("keys/database-owner")).strip();
    return DriverManager.getConnection(
        EmbeddedPostgres.url(postgres, EmbeddedPostgres.OWNER), EmbeddedPostgres.OWNER, password);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Stops it in order; its data stay. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void discard(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolveSibling(""))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
