package reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.node.RunningReeve.Ended;
import reeve.node.backup.Migrations;
import reeve.postgres.Database;
import reeve.postgres.EmbeddedPostgres;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;

/** What the terminal says where Reeve must not or cannot start: why, and what to do. */
class RefusedStartIT {
  @TempDir Path dir;

  @Test
  void aPortThatIsTakenIsNamedWithTheOptionForAnother() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int free = RunningReeve.freePort();
      Ended square = up(fresh("a"), taken.getLocalPort(), free);
      refused(square, "Port " + taken.getLocalPort() + " is in use by another program.");
      assertThat(square.printed()).contains("Choose another with --port.");
      Ended desk = up(dir.resolve("a"), free, taken.getLocalPort());
      refused(desk, "Choose another with --desk-port.");
      assertThat(dir.resolve("a/FORMAT")).as("nothing was begun").doesNotExist();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() throws Exception {
    refused(up(fresh("f"), 0, 0, "--listen", "192.0.2.1"), "Nothing can listen at 192.0.2.1");
  }

  @Test
  void aDirectoryOfANewerReeveIsLeftAsItIs() throws Exception {
    Path data = fresh("b");
    String format = "product=reeve\nschema=99\npostgresql=" + EmbeddedPostgres.MAJOR + "\n";
    Files.writeString(data.resolve("FORMAT"), format);
    refused(up(data, 0, 0), "was written by a newer Reeve (format 99, this one reads up to 1)");
    assertThat(data.resolve("FORMAT")).hasContent(format);
    assertThat(data.resolve("postgres")).doesNotExist();
  }

  @Test
  void aDirectoryOfAnotherPostgresSaysHowToMove() throws Exception {
    Path data = fresh("c");
    Files.writeString(data.resolve("FORMAT"), "product=reeve\nschema=1\npostgresql=99\n");
    Ended ended = up(data, 0, 0);
    refused(ended, "was written with PostgreSQL 99");
    assertThat(ended.printed()).contains("./reeve backup", "./reeve restore");
  }

  @Test
  void aDatabaseOfANewerReeveIsLeftAsItIs() throws Exception {
    Database database = ScratchDatabase.fresh().database();
    var migrations = new Migrations(database);
    migrations.latest(Schema.SQUARE);
    migrations.latest(Schema.SERVER);
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO square.flyway_schema_history
          SELECT installed_rank + 1, '9999', 'of tomorrow', type, 'V9999__of_tomorrow.sql', 1,
                 installed_by, now(), 1, true
          FROM square.flyway_schema_history ORDER BY installed_rank DESC LIMIT 1
          """);
    }
    Ended ended = up(fresh("d"), 0, 0, "--database-url", url(database));
    refused(ended, "The database was written by another version of Reeve.");
    assertThat(ended.printed()).contains("Start the newer version", "./reeve restore FILE");
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT max(version) FROM square.flyway_schema_history")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("9999");
    }
  }

  @Test
  void aDirectoryThatAnotherReeveHoldsIsRefused() throws Exception {
    Path data = fresh("e");
    try (var held = DataDirectory.open(data)) {
      refused(up(held.path(), 0, 0), "Another Reeve is running over");
    }
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectory(dir.resolve(name));
  }

  private static String url(Database database) {
    return database
        .url()
        .replaceFirst(
            "jdbc:postgresql://",
            "postgresql://%s:%s@".formatted(database.owner().user(), database.owner().password()));
  }

  private static Ended up(Path data, int port, int deskPort, String... more) throws Exception {
    var all =
        new java.util.ArrayList<>(
            java.util.List.of(
                "up", "--data", "" + data, "--port", "" + port, "--desk-port", "" + deskPort));
    all.addAll(java.util.List.of(more));
    return RunningReeve.run(all.toArray(String[]::new));
  }

  private static void refused(Ended ended, String why) {
    assertThat(ended.printed()).contains(why).doesNotContain("Exception", "\tat ");
    assertThat(ended.code()).isEqualTo(1);
  }
}
