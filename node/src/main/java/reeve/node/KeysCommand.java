package reeve.node;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reeve.node.Keys.Name;
import reeve.postgres.Database;
import reeve.postgres.Schema;
import reeve.server.delivery.SealedContents;
import reeve.server.staff.Authenticators;

/** Lists the keys of a data directory, or gives those that rotate a new value. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description =
        "Lists the keys of a data directory, or rotates the database's passwords and staff's key.")
final class KeysCommand implements Callable<Integer> {
  @Mixin private final DataOptions options = new DataOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "rotate",
      description = "give the keys that rotate a new value; Reeve must not be running")
  private @Nullable String what;

  @Option(names = "--sample", description = "the sample town's data directory")
  private boolean sample;

  @Override
  public Integer call() throws SQLException {
    if (what == null) {
      list(DataDirectory.share(options.directory(sample)).keys());
      return 0;
    }
    if (!what.equals("rotate")) {
      throw new Failure("keys lists; keys rotate rotates. There is no 'keys " + what + "'.");
    }
    DataDirectory.share(options.directory(sample));
    try (DataDirectory data = options.open(sample);
        var databases = Databases.open(data, options.databaseUrl(), new Memory(1024))) {
      if (databases.embedded() != null) {
        rotateOwner(databases.database(), data.keys());
      }
      rotateStaff(databases.database(), data.keys());
      data.keys().replace(Name.DATABASE_SQUARE, Keys.fresh());
      data.keys().replace(Name.DATABASE_SERVER, Keys.fresh());
      System.err.println(
          "Rotated. The database roles take their new passwords at the next start, and members of"
              + " staff sign in again.");
      return 0;
    }
  }

  /** One step as near as can be: the file changes just before the commit. */
  private static void rotateOwner(Database database, Keys keys) throws SQLException {
    String fresh = Keys.fresh();
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Hex: no character of it needs quoting.
      statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(database.owner().user(), fresh));
      keys.replace(Name.DATABASE_OWNER, fresh);
      connection.commit();
    }
  }

  /** Both keys stand in the file until all is sealed with the new one: a cut loses nothing. */
  static void rotateStaff(Database database, Keys keys) throws SQLException {
    var both = new ArrayList<>(List.of(Keys.fresh()));
    both.addAll(keys.secrets(Name.STAFF));
    keys.replace(Name.STAFF, both.toArray(String[]::new));
    try (var connection = database.connect(Schema.SERVER)) {
      var source = new SingleConnectionDataSource(connection, true);
      var jdbc = JdbcClient.create(source);
      // A first start that was cut short has no tables yet.
      if (jdbc.sql("SELECT to_regclass('staff_member') IS NOT NULL")
          .query(Boolean.class)
          .single()) {
        new Authenticators(jdbc, both).sealAnew();
        new SealedContents(jdbc, both).sealAnew();
      }
    }
    keys.replace(Name.STAFF, both.getFirst());
  }

  private static void list(Keys keys) {
    for (Name name : Keys.names()) {
      String state =
          Files.exists(keys.file(name)) ? keys.file(name).toString() : "made at the first start";
      System.out.printf(
          "%-18s %s%n%18s %s; %s%n",
          name.fileName(),
          name.purpose(),
          "",
          state,
          (name.rotates() ? "rotates" : "stays") + (name.travels() ? ", moves with a backup" : ""));
    }
  }
}
