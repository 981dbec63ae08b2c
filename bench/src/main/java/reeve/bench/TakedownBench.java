package reeve.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * 125,000 accounts with 10 posts and 5 followers each are suspended as one batch. The process is
 * killed when two fifths are decided, started again, and goes on; the time runs from the first
 * decision to the last receipt, the new start included.
 */
final class TakedownBench {
  static final int ACCOUNTS = 125_000;
  static final long BASE = 1_500_000_000_000_000_000L;
  private static final int KILLED_AT = ACCOUNTS * 2 / 5;
  private static final Duration PATIENCE = Duration.ofMinutes(7);

  Figures run() throws Exception {
    try (Cluster cluster = Cluster.start()) {
      Machine.log("making the schemas and the JDK's AOT cache");
      Path aot = cluster.directory().resolveSibling("takedown.aot");
      start(cluster, "-XX:AOTCacheOutput=" + aot, "warm").waitFor();
      try (Connection connection = cluster.database().connect()) {
        Machine.log("preparing %,d accounts", ACCOUNTS);
        prepare(connection);
        Machine.log("the first process, load %s", Machine.load());
        Process first = start(cluster, "-XX:AOTCache=" + aot, "go");
        await(connection, "decided", 1);
        long begin = System.nanoTime();
        await(connection, "decided", KILLED_AT);
        first.destroyForcibly().waitFor();
        double killed = (System.nanoTime() - begin) / 1e9;
        Machine.log("killed after %.1f s, with %,d receipts", killed, count(connection, "closed"));
        Process second = start(cluster, "-XX:AOTCache=" + aot, "go");
        await(connection, "decided", ACCOUNTS);
        double decided = (System.nanoTime() - begin) / 1e9;
        await(connection, "closed", 2L * ACCOUNTS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = Machine.cpuSeconds(second.pid());
        second.destroy();
        long suspended = count(connection, "suspended");
        Machine.log(
            "%,d suspended; %.1f s of CPU in the second process; load %s",
            suspended, cpu, Machine.load());
        return new Figures()
            .put("seconds", seconds)
            .put("seconds_decided", decided)
            .put("decisions", count(connection, "decided"))
            .put("orders", count(connection, "orders"))
            .put("receipts", count(connection, "closed"))
            .put("suspended", suspended);
      }
    }
  }

  private static Process start(Cluster cluster, String aot, String command) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                aot,
                "-Xlog:aot=off",
                "-Xlog:cds=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                TakedownRun.class.getName())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedWriter out = process.outputWriter(StandardCharsets.UTF_8);
    write(out, "square ", cluster.squareProperties());
    write(out, "server ", cluster.serverProperties());
    out.write(command + "\n");
    out.flush();
    return process;
  }

  private static void write(BufferedWriter out, String whose, Map<String, Object> properties)
      throws IOException {
    for (var setting : properties.entrySet()) {
      out.write(whose + setting.getKey() + '=' + setting.getValue() + '\n');
    }
  }

  private static void await(Connection connection, String what, long wanted)
      throws SQLException, IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (count(connection, what) < wanted) {
      if (System.nanoTime() > end) {
        throw new IOException(
            "only %,d of %,d %s".formatted(count(connection, what), wanted, what));
      }
      TimeUnit.MILLISECONDS.sleep(1_000);
    }
  }

  private static long count(Connection connection, String what) throws SQLException {
    String sql =
        switch (what) {
          case "decided" -> "select count(*) from server.decision";
          case "orders" -> "select count(*) from server.order_to_act";
          case "closed" -> "select count(*) from server.order_to_act where state <> 'due'";
          case "suspended" ->
              "select count(*) from square.accounts where suspended_until = 'infinity'";
          default -> throw new IllegalArgumentException(what);
        };
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          """
          insert into square.accounts (id, handle, created_at)
          select %1$d + g, 't' || g, now() - g * interval '1 second'
          from generate_series(0, %2$d) g
          """
              .formatted(BASE, ACCOUNTS - 1));
      sql.execute(
          """
          insert into square.posts (id, account_id, at, text, visibility)
          select %1$d + g * 10 + n, %1$d + g, now() - interval '1 hour',
            'The hour is red, number ' || n, 'public'
          from generate_series(0, %2$d) g, generate_series(0, 9) n
          """
              .formatted(BASE, ACCOUNTS - 1));
      sql.execute(
          """
          insert into square.follows (follower, target)
          select %1$d + (g + n * 7) %% %2$d, %1$d + g
          from generate_series(0, %3$d) g, generate_series(1, 5) n
          """
              .formatted(BASE, ACCOUNTS, ACCOUNTS - 1));
      sql.execute("analyze");
    }
  }
}
