package reeve.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * PostgreSQL as a child process over a directory of ours, on loopback and a free port. It outlives
 * a hard kill of this process; the next start stops the orphan and takes over.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** The superuser, owner of the database of the same name. */
  public static final String OWNER = "reeve";

  private static final Duration START = Duration.ofSeconds(60);

  private final Runner runner;
  private final Distribution distribution;
  private final Path cluster;
  private final Process process;
  private final int port;

  private EmbeddedPostgres(
      Runner runner, Distribution distribution, Path cluster, Process process, int port) {
    this.runner = runner;
    this.distribution = distribution;
    this.cluster = cluster;
    this.process = process;
    this.port = port;
  }

  /**
   * Starts over {@code dir}, making the cluster at the first time.
   *
   * @param dir holds programs, cluster and log
   * @param password the superuser's; as at the first start
   * @param settings postgresql.conf settings that go beyond the defaults
   */
  public static EmbeddedPostgres start(Path dir, String password, Map<String, String> settings) {
    try {
      Path home = Files.createDirectories(dir.toAbsolutePath().normalize());
      var runner = Runner.forDirectory(home);
      var distribution = Distribution.unpack(home);
      Path cluster = home.resolve("cluster");
      if (!Files.exists(cluster.resolve("PG_VERSION"))) {
        create(runner, distribution, home, cluster, password);
      }
      requireMajor(cluster);
      stopOrphan(runner, distribution, home, cluster);
      int port = freePort();
      var process = launch(runner, distribution, home, cluster, port, settings);
      var started = new EmbeddedPostgres(runner, distribution, cluster, process, port);
      started.awaitReady(password, home.resolve("postgres.log"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be started over " + dir, e);
    }
  }

  /** The port of a server that runs over {@code dir}, started by another process. */
  public static Optional<Integer> runningPort(Path dir) {
    Path pid = dir.resolve("cluster/postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(pid);
      boolean alive =
          ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
              .map(ProcessHandle::isAlive)
              .orElse(false);
      return alive && lines.size() > 3
          ? Optional.of(Integer.valueOf(lines.get(3).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  public int port() {
    return port;
  }

  /** The process id of the postmaster. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String url() {
    return url(port, OWNER);
  }

  /** A JDBC URL of a database of the server at that port. */
  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?reWriteBatchedInserts=true".formatted(port, database);
  }

  /** Stops it: open transactions are rolled back, everything committed is on disk. */
  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        runner.run(
            runner.command(
                distribution.program("pg_ctl"), "stop", "-m", "fast", "-w", "-D", "" + cluster));
      }
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new PostgresFailure("PostgreSQL did not stop within a minute");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void create(
      Runner runner, Distribution distribution, Path home, Path cluster, String password)
      throws IOException {
    Distribution.deleteTree(cluster);
    Path making = home.resolve("cluster.new");
    Distribution.deleteTree(making);
    Path file =
        Files.createTempFile(
            home,
            "pw",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(file, password);
      runner.handOver(file);
      runner.run(
          runner.command(
              distribution.program("initdb"),
              "-D",
              making.toString(),
              "-U",
              OWNER,
              "-A",
              "scram-sha-256",
              "--pwfile=" + file,
              "--data-checksums",
              "--encoding=UTF8",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--locale=C"));
    } finally {
      Files.deleteIfExists(file);
    }
    // A directory of the final name is whole: a kill in between leaves only cluster.new.
    Files.move(making, cluster);
  }

  private static void requireMajor(Path cluster) throws IOException {
    String major = Files.readString(cluster.resolve("PG_VERSION")).strip();
    if (!major.equals(String.valueOf(Distribution.MAJOR))) {
      throw new PostgresFailure(
          "The data directory was written by PostgreSQL %s, this Reeve brings %d. With the Reeve that wrote it: ./reeve backup FILE; with this one and a new --data: ./reeve restore FILE."
              .formatted(major, Distribution.MAJOR));
    }
  }

  private static void stopOrphan(Runner runner, Distribution distribution, Path home, Path cluster)
      throws IOException {
    Path pid = cluster.resolve("postmaster.pid");
    if (!Files.exists(pid)) {
      return;
    }
    try {
      runner.run(
          runner.command(
              distribution.program("pg_ctl"), "stop", "-m", "fast", "-w", "-D", "" + cluster));
    } catch (PostgresFailure e) {
      // No such process: the file is a remnant, which PostgreSQL clears itself at its start.
      if (runningPort(home).isPresent()) {
        throw e;
      }
    }
  }

  private static Process launch(
      Runner runner,
      Distribution distribution,
      Path home,
      Path cluster,
      int port,
      Map<String, String> settings)
      throws IOException {
    var arguments =
        new ArrayList<>(
            List.of(
                "-D",
                cluster.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories="));
    settings.forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
    Path log = home.resolve("postgres.log");
    if (Files.exists(log) && Files.size(log) > 16 << 20) {
      Files.move(
          log, home.resolve("postgres.log.1"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    return runner
        .command(distribution.program("postgres"), arguments.toArray(String[]::new))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void awaitReady(String password, Path log) {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (var connection = DriverManager.getConnection(url(port, "postgres"), OWNER, password);
          var statement = connection.createStatement();
          var known =
              statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + OWNER + "'")) {
        if (!known.next()) {
          statement.execute("CREATE DATABASE " + OWNER);
        }
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline || "28P01".equals(e.getSQLState())) {
          process.destroy();
          throw new PostgresFailure(
              "PostgreSQL did not start (" + e.getMessage() + "); its log: " + log, e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
