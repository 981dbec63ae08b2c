package reeve.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** How the embedded server's process is started, asked and stopped. */
record Launch(
    Runner runner,
    Distribution distribution,
    Path home,
    Path cluster,
    int port,
    String password,
    Map<String, String> settings) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LOG_LIMIT = 16 << 20;

  Process start() throws IOException {
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
    Path log = log();
    if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
      Files.move(log, home.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    return runner
        .command(distribution.program("postgres"), arguments.toArray(String[]::new))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Returns when it answers; makes the owner's database where there is none. */
  void awaitReady(Process process) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var connection =
              DriverManager.getConnection(
                  EmbeddedPostgres.url(port, "postgres"), EmbeddedPostgres.OWNER, password);
          var statement = connection.createStatement();
          var known =
              statement.executeQuery(
                  "SELECT 1 FROM pg_database WHERE datname = '" + EmbeddedPostgres.OWNER + "'")) {
        if (!known.next()) {
          statement.execute("CREATE DATABASE " + EmbeddedPostgres.OWNER);
        }
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > deadline || "28P01".equals(e.getSQLState())) {
          process.destroy();
          throw new PostgresFailure(
              "PostgreSQL did not start (" + e.getMessage() + "); its log: " + log(), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  void stop() throws IOException {
    stop(runner, distribution, cluster);
  }

  /** Ends whatever server runs over the cluster: sessions are ended, what is committed is kept. */
  static void stop(Runner runner, Distribution distribution, Path cluster) throws IOException {
    runner.run(
        runner.command(
            distribution.program("pg_ctl"), "stop", "-m", "fast", "-w", "-D", "" + cluster));
  }

  private Path log() {
    return home.resolve("postgres.log");
  }
}
