package reeve.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child process over a directory of ours, on loopback and a free port. It outlives
 * a hard kill of this process; the next start stops the orphan and takes over.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** The superuser, owner of the database of the same name. */
  public static final String OWNER = "reeve";

  /** The major version of the embedded binaries. */
  public static final int MAJOR = Distribution.MAJOR;

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration AT_FIRST = Duration.ofMillis(200);
  private static final Duration AFTER_LONG = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final Launch launch;
  private volatile Process process;
  private volatile boolean closing;

  private EmbeddedPostgres(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  /**
   * Starts over {@code dir}, making the cluster at the first time.
   *
   * @param dir holds programs, cluster and log
   * @param password the superuser's; as at the first start
   * @param settings postgresql.conf settings that go beyond the defaults
   */
  public static EmbeddedPostgres start(Path dir, String password, Map<String, String> settings) {
    return start(Distribution.unpack(dir.toAbsolutePath().normalize()), dir, password, settings);
  }

  static EmbeddedPostgres start(
      Distribution distribution, Path dir, String password, Map<String, String> settings) {
    try {
      Path home = Files.createDirectories(dir.toAbsolutePath().normalize());
      var runner = Runner.forDirectory(home);
      Path cluster = home.resolve("cluster");
      if (!Files.exists(cluster.resolve("PG_VERSION"))) {
        // Who does not care for a power cut later does not care for one now.
        boolean sync = !"off".equals(settings.get("fsync"));
        create(runner, distribution, home, cluster, password, sync);
      }
      requireMajor(distribution, cluster);
      stopOrphan(runner, distribution, home, cluster);
      var launch =
          new Launch(
              runner, distribution, home, cluster, freePort(), password, Map.copyOf(settings));
      var started = new EmbeddedPostgres(launch, launch.start());
      launch.awaitReady(started.process);
      Thread.ofPlatform().daemon().name("postgres-watch").start(started::keepAlive);
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
    return launch.port();
  }

  /** The process id of the postmaster. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String url() {
    return url(launch.port(), OWNER);
  }

  /** A JDBC URL of a database of the server at that port. */
  public static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?reWriteBatchedInserts=true".formatted(port, database);
  }

  /** Stops it: open transactions are rolled back, everything committed is on disk. */
  @Override
  public void close() {
    closing = true;
    try {
      if (process.isAlive()) {
        launch.stop();
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
      Runner runner,
      Distribution distribution,
      Path home,
      Path cluster,
      String password,
      boolean sync)
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
      var options =
          new ArrayList<>(
              List.of(
                  "-D",
                  making.toString(),
                  "-U",
                  OWNER,
                  "-A",
                  "scram-sha-256",
                  "--pwfile=" + file,
                  "--data-checksums",
                  "--encoding=UTF8"));
      options.addAll(distribution.localeOptions());
      if (!sync) {
        options.add("--no-sync");
      }
      runner.run(runner.command(distribution.program("initdb"), options.toArray(String[]::new)));
    } finally {
      Files.deleteIfExists(file);
    }
    // A directory of the final name is whole: a kill in between leaves only cluster.new.
    Files.move(making, cluster);
  }

  private static void requireMajor(Distribution distribution, Path cluster) throws IOException {
    String major = Files.readString(cluster.resolve("PG_VERSION")).strip();
    if (!major.equals(String.valueOf(distribution.major()))) {
      throw new PostgresFailure(
          "The data directory was written by PostgreSQL %s, this Reeve brings %d. With the Reeve that wrote it: ./reeve backup FILE; with this one and a new --data: ./reeve restore FILE."
              .formatted(major, distribution.major()));
    }
  }

  private static void stopOrphan(Runner runner, Distribution distribution, Path home, Path cluster)
      throws IOException {
    Path pid = cluster.resolve("postmaster.pid");
    if (!Files.exists(pid)) {
      return;
    }
    try {
      Launch.stop(runner, distribution, cluster);
    } catch (PostgresFailure e) {
      // No such process: the file is a remnant, which PostgreSQL clears itself at its start.
      if (runningPort(home).isPresent()) {
        throw e;
      }
    }
  }

  /** Leaves the process to itself, as a hard kill of this one does. */
  void abandon() {
    closing = true;
  }

  /** Starts it again over the same port each time it ends without having been asked to. */
  private void keepAlive() {
    try {
      while (true) {
        int code = process.waitFor();
        if (closing) {
          return;
        }
        LOG.error("PostgreSQL ended by itself with {}; starting it again", code);
        restart();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries until it starts: a full disk keeps it from starting until somebody makes room. */
  private void restart() {
    long deadline = System.nanoTime() + START.toNanos();
    boolean told = false;
    while (!closing) {
      try {
        Process again = launch.start();
        process = again;
        launch.awaitReady(again);
        return;
      } catch (IOException | PostgresFailure e) {
        // The remains of the one before may still hold its memory for a moment.
        if (!told && System.nanoTime() > deadline) {
          LOG.error("PostgreSQL cannot be started again and is tried on; look at its log", e);
          told = true;
        }
        LockSupport.parkNanos((told ? AFTER_LONG : AT_FIRST).toNanos());
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
