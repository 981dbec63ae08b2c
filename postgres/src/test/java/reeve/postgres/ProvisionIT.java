package reeve.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("sql")
class ProvisionIT {
  @Test
  void neitherRoleReachesTheOthersSchemaNorChangesItsOwn() throws Exception {
    var database = ScratchDatabase.fresh().database();
    try (var owner = database.connect()) {
      run(owner, "CREATE TABLE square.a (x int)");
      run(owner, "CREATE TABLE server.b (x int)");
    }
    try (var square = database.connect(Schema.SQUARE);
        var server = database.connect(Schema.SERVER)) {
      run(square, "INSERT INTO a VALUES (1)");
      run(server, "INSERT INTO b VALUES (1)");
      refused(server, "SELECT * FROM square.a");
      refused(square, "SELECT * FROM server.b");
      refused(server, "CREATE TABLE server.c (x int)");
      refused(square, "DROP TABLE square.a");
    }
  }

  @Test
  void provisioningAgainChangesNothingButTheRolesPasswords() throws Exception {
    var first = ScratchDatabase.fresh().database();
    var again = Provision.provision(first.url(), first.owner(), schema -> "rotated");
    try (var connection = again.connect(Schema.SQUARE)) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThatThrownBy(() -> first.connect(Schema.SQUARE)).isInstanceOf(SQLException.class);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void refused(Connection connection, String sql) {
    assertThatThrownBy(() -> run(connection, sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
  }
}
