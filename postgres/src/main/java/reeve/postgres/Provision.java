package reeve.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes a database ready for Reeve: two schemas, a role for each. Doing it again changes nothing.
 */
public final class Provision {
  private static final int OLDEST_MAJOR = 15;

  private Provision() {}

  /**
   * Provisions.
   *
   * @param url JDBC, without user and password
   * @param owner may create roles and schemas in that database
   * @param passwords the password of each schema's role; the same answer at each start
   * @throws PostgresFailure with what to grant or upgrade, where the database refuses
   */
  public static Database provision(
      String url, Credentials owner, Function<Schema, String> passwords) {
    try (var connection = DriverManager.getConnection(url, owner.user(), owner.password())) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new PostgresFailure(
            "PostgreSQL %d is too old: Reeve needs %d or newer.".formatted(major, OLDEST_MAJOR));
      }
      connection.setAutoCommit(false);
      var roles = new EnumMap<Schema, Credentials>(Schema.class);
      for (var schema : Schema.values()) {
        var role =
            new Credentials(
                connection.getCatalog() + "_" + schema.sqlName(), passwords.apply(schema));
        provision(connection, schema, role);
        roles.put(schema, role);
      }
      connection.commit();
      return new Database(url, owner, Map.copyOf(roles));
    } catch (SQLException e) {
      throw new PostgresFailure(refusal(owner, e), e);
    }
  }

  private static String refusal(Credentials owner, SQLException e) {
    return switch (e.getSQLState() == null ? "" : e.getSQLState()) {
      case "42501" ->
          "The database user %1$s may not create roles or schemas. Run as a superuser: ALTER ROLE %1$s CREATEROLE; GRANT CREATE ON DATABASE ... TO %1$s;"
              .formatted(owner.user());
      case "28P01", "28000" -> "The database refused the user or the password: " + e.getMessage();
      case "3D000" -> "There is no such database; create it first: " + e.getMessage();
      case "08001", "08006" -> "The database does not answer: " + e.getMessage();
      default -> "The database cannot be prepared: " + e.getMessage();
    };
  }

  private static void provision(Connection connection, Schema schema, Credentials role)
      throws SQLException {
    String name = quoteIdentifier(role.user());
    try (var statement = connection.createStatement();
        var known = connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      known.setString(1, role.user());
      if (!known.executeQuery().next()) {
        statement.execute("CREATE ROLE " + name + " LOGIN");
      }
      statement.execute("ALTER ROLE %s PASSWORD %s".formatted(name, quoteLiteral(role.password())));
      statement.execute("ALTER ROLE %s SET search_path = %s".formatted(name, schema.sqlName()));
      statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema.sqlName());
      statement.execute("GRANT USAGE ON SCHEMA %s TO %s".formatted(schema.sqlName(), name));
      statement.execute(
          "ALTER DEFAULT PRIVILEGES IN SCHEMA %s GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %s"
              .formatted(schema.sqlName(), name));
      statement.execute(
          "ALTER DEFAULT PRIVILEGES IN SCHEMA %s GRANT USAGE, SELECT ON SEQUENCES TO %s"
              .formatted(schema.sqlName(), name));
    }
  }

  private static String quoteIdentifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String quoteLiteral(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
