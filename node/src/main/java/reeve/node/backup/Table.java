package reeve.node.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A table as a backup sees it.
 *
 * @param columns those that are stored by themselves; generated ones come back by themselves
 */
record Table(String schema, String name, List<String> columns) {
  Table {
    columns = List.copyOf(columns);
  }

  String quoted() {
    return quote(schema) + "." + quote(name);
  }

  String columnList() {
    return String.join(", ", columns.stream().map(Table::quote).toList());
  }

  static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** All tables of a schema but Flyway's history, each behind those that it refers to. */
  static List<Table> inOrder(Connection connection, String schema) throws SQLException {
    Map<String, List<String>> columns = columns(connection, schema);
    Map<String, Set<String>> needs = references(connection, schema);
    var ordered = new LinkedHashSet<String>();
    for (String name : columns.keySet()) {
      visit(name, needs, ordered, new LinkedHashSet<>());
    }
    return ordered.stream()
        .filter(columns::containsKey)
        .map(name -> new Table(schema, name, columns.getOrDefault(name, List.of())))
        .toList();
  }

  private static void visit(
      String name, Map<String, Set<String>> needs, Set<String> done, Set<String> open) {
    if (done.contains(name)) {
      return;
    }
    if (!open.add(name)) {
      throw new IllegalStateException("tables refer to each other in a ring: " + open);
    }
    for (String needed : needs.getOrDefault(name, Set.of())) {
      visit(needed, needs, done, open);
    }
    done.add(name);
  }

  private static Map<String, List<String>> columns(Connection connection, String schema)
      throws SQLException {
    String sql =
        """
        SELECT c.relname, a.attname
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname <> 'flyway_schema_history' AND a.attgenerated = ''
        ORDER BY c.relname, a.attnum
        """;
    var columns = new LinkedHashMap<String, List<String>>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>()).add(rows.getString(2));
        }
      }
    }
    return columns;
  }

  private static Map<String, Set<String>> references(Connection connection, String schema)
      throws SQLException {
    String sql =
        """
        SELECT f.relname, t.relname
        FROM pg_constraint k
        JOIN pg_class f ON f.oid = k.conrelid
        JOIN pg_class t ON t.oid = k.confrelid
        JOIN pg_namespace n ON n.oid = f.relnamespace
        WHERE n.nspname = ? AND k.contype = 'f' AND f.oid <> t.oid
        """;
    var references = new LinkedHashMap<String, Set<String>>();
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, schema);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          references
              .computeIfAbsent(rows.getString(1), _ -> new LinkedHashSet<>())
              .add(rows.getString(2));
        }
      }
    }
    return references;
  }
}
