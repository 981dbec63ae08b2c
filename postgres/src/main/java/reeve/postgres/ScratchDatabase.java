package reeve.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fresh, provisioned database for a test or a benchmark. All of one JVM share an embedded server,
 * which ends and goes with the JVM. Set {@code REEVE_TEST_DATABASE_URL} (JDBC, with {@code user}
 * and {@code password}) to use another PostgreSQL.
 */
public final class ScratchDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String PASSWORD = "scratch";

  private final Database database;

  private ScratchDatabase(Database database) {
    this.database = database;
  }

  /** Makes one. */
  public static ScratchDatabase fresh() {
    var server = Server.SHARED;
    String name =
        "scratch_%d_%d".formatted(ProcessHandle.current().pid(), NUMBER.incrementAndGet());
    try (var connection =
            DriverManager.getConnection(
                server.url("postgres"), server.owner.user(), server.owner.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new PostgresFailure("no scratch database could be made: " + e.getMessage(), e);
    }
    return new ScratchDatabase(
        Provision.provision(server.url(name), server.owner, schema -> PASSWORD + schema));
  }

  public Database database() {
    return database;
  }

  public String url() {
    return database.url();
  }

  public String ownerUser() {
    return database.owner().user();
  }

  public String ownerPassword() {
    return database.owner().password();
  }

  public String user(Schema schema) {
    return database.role(schema).user();
  }

  public String password(Schema schema) {
    return database.role(schema).password();
  }

  /** See {@link Database#springProperties}. */
  public Map<String, String> springProperties(Schema schema) {
    return database.springProperties(schema);
  }

  /** The one server behind all scratch databases of a JVM. */
  private record Server(String urlPattern, Credentials owner) {
    static final Server SHARED = start();

    String url(String name) {
      return urlPattern.formatted(name);
    }

    private static Server start() {
      @Nullable String given = System.getenv("REEVE_TEST_DATABASE_URL");
      if (given != null) {
        return own(given);
      }
      try {
        Path dir = Files.createTempDirectory("reeve-scratch-");
        // Nothing here outlives the JVM, so it need not survive a power cut.
        var settings = Map.of("fsync", "off", "max_connections", "200", "shared_buffers", "64MB");
        String other = System.getProperty("reeve.test.postgres", "");
        var server =
            other.isEmpty()
                ? EmbeddedPostgres.start(dir, PASSWORD, settings)
                : EmbeddedPostgres.start(installed(Path.of(other)), dir, PASSWORD, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(server, dir)));
        return new Server(
            EmbeddedPostgres.url(server.port(), "%s"),
            new Credentials(EmbeddedPostgres.OWNER, PASSWORD));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Distribution installed(Path home) {
      String name = String.valueOf(home.getFileName());
      return new Distribution(home, Integer.parseInt(name));
    }

    private static Server own(String given) {
      var address = DatabaseUrl.parse(given);
      return new Server(
          address.jdbc().replaceFirst("/[^/?]*(\\?|$)", "/%s$1"), address.credentials());
    }

    private static void discard(EmbeddedPostgres server, Path dir) {
      try {
        server.close();
        Distribution.deleteTree(dir);
      } catch (IOException | PostgresFailure e) {
        System.err.println("a scratch database was left behind in " + dir + ": " + e.getMessage());
      }
    }
  }
}
