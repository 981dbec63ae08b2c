package reeve.server.record;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The right to sequence: an advisory lock of PostgreSQL on a connection of its own, which the
 * database ends with the process.
 */
final class Leadership implements AutoCloseable {
  /** {@code reev}, and 1: the ledger. */
  private static final String TAKE = "SELECT pg_try_advisory_lock(1919247734, 1)";

  private static final int PATIENCE_SECONDS = 2;

  /**
   * To connect, and for an answer: a database that accepts and is silent is one that is not there.
   */
  private static final String ANSWER_SECONDS = "5";

  private final Connection connection;

  private Leadership(Connection connection) {
    this.connection = connection;
  }

  /**
   * Takes it; nothing while another process has it.
   *
   * @throws SQLException the database does not answer
   */
  static Optional<Leadership> take(JdbcConnectionDetails database) throws SQLException {
    var how = new Properties();
    how.setProperty("loginTimeout", ANSWER_SECONDS);
    how.setProperty("socketTimeout", ANSWER_SECONDS);
    Optional.ofNullable(database.getUsername()).ifPresent(it -> how.setProperty("user", it));
    Optional.ofNullable(database.getPassword()).ifPresent(it -> how.setProperty("password", it));
    Connection connection = DriverManager.getConnection(database.getJdbcUrl(), how);
    boolean taken = false;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(TAKE)) {
      taken = row.next() && row.getBoolean(1);
    } finally {
      if (!taken) {
        connection.close();
      }
    }
    return taken ? Optional.of(new Leadership(connection)) : Optional.empty();
  }

  boolean holds() {
    try {
      return connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // The database ends it as well.
      return;
    }
  }
}
