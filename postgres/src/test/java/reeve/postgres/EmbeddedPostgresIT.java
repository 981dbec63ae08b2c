package reeve.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  private static final String PASSWORD = "only for this test";

  @TempDir static Path shared;
  private static Distribution programs;

  /** One cluster for all, which whoever comes first makes. */
  private static Path home;

  @BeforeAll
  static void unpackOnce() throws Exception {
    programs = Distribution.unpack(shared);
    home = Files.createDirectory(shared.resolve("pg"));
  }

  @Test
  void keepsDataOverStopAndStartAndAcceptsOnlyThePassword() throws Exception {
    try (var first = EmbeddedPostgres.start(programs, home, PASSWORD, Map.of())) {
      run(first, "CREATE TABLE kept AS SELECT 42 AS answer");
      assertThat(EmbeddedPostgres.runningPort(home)).contains(first.port());
      assertThatThrownBy(() -> DriverManager.getConnection(first.url(), "reeve", "wrong"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(EmbeddedPostgres.runningPort(home)).isEmpty();
    try (var second = EmbeddedPostgres.start(programs, home, PASSWORD, Map.of())) {
      assertThat(answer(second, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(answer(second, "SHOW fsync")).isEqualTo("on");
      assertThat(answer(second, "SHOW data_checksums")).isEqualTo("on");
    }
  }

  @Test
  void takesOverAServerThatAKilledProcessLeftBehind() throws Exception {
    // A process that dies hard leaves its PostgreSQL running: the same as starting a second one
    // here.
    var orphan = EmbeddedPostgres.start(programs, home, PASSWORD, Map.of());
    run(orphan, "CREATE TABLE orphaned AS SELECT 7 AS answer");
    orphan.abandon();
    try (var heir = EmbeddedPostgres.start(programs, home, PASSWORD, Map.of())) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(answer(heir, "SELECT answer FROM orphaned")).isEqualTo("7");
    }
  }

  @Test
  void comesBackOnTheSamePortAfterItWasKilledHard() throws Exception {
    try (var server = EmbeddedPostgres.start(programs, home, PASSWORD, Map.of())) {
      run(server, "CREATE TABLE killed AS SELECT 9 AS answer");
      var postmaster = ProcessHandle.of(server.pid()).orElseThrow();
      assertThat(postmaster.destroyForcibly()).isTrue();
      assertThat(postmaster.onExit().get().isAlive()).isFalse();
      String answer = null;
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (answer == null && System.nanoTime() < deadline) {
        try {
          answer = answer(server, "SELECT answer FROM killed");
        } catch (SQLException e) {
          Thread.onSpinWait();
        }
      }
      assertThat(answer).isEqualTo("9");
    }
  }

  @Test
  void refusesADirectoryOfAnotherMajorVersion() throws Exception {
    Path other = shared.resolve("other");
    Path cluster = Files.createDirectories(other.resolve("cluster"));
    Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(programs, other, PASSWORD, Map.of()))
        .hasMessageContaining("PostgreSQL 17")
        .hasMessageContaining("./reeve backup");
  }

  private static void run(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.url(), "reeve", PASSWORD);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String answer(EmbeddedPostgres server, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.url(), "reeve", PASSWORD);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
