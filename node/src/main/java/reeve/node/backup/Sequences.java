package reeve.node.backup;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Where the sequences of both schemas stand: a line each, {@code schema name value}. */
final class Sequences {
  static final String ENTRY = "sequences";

  private Sequences() {}

  static byte[] read(Connection connection) throws SQLException {
    String sql =
        """
        SELECT schemaname, sequencename, last_value FROM pg_sequences
        WHERE schemaname IN ('square', 'server') AND last_value IS NOT NULL
        ORDER BY 1, 2
        """;
    var lines = new StringBuilder();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.append("%s %s %d\n".formatted(rows.getString(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  static void write(Connection connection, byte[] lines) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT setval(?::regclass, ?)")) {
      for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
        String[] parts = line.split(" ", 3);
        statement.setString(1, Table.quote(parts[0]) + "." + Table.quote(parts[1]));
        statement.setLong(2, Long.parseLong(parts[2]));
        statement.execute();
      }
    }
  }
}
