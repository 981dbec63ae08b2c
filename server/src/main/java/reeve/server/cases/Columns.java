package reeve.server.cases;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Rows as one array for each column, for {@code unnest(?::text[], ?::bigint[])}: a batch of any
 * size is one statement of one text, which PostgreSQL plans once.
 */
final class Columns<T> {
  private final List<T> rows;
  private final List<Column> columns = new ArrayList<>();

  private Columns(List<T> rows) {
    this.rows = rows;
  }

  private static final class Column {
    final String type;
    final @Nullable Object[] values;

    Column(String type, @Nullable Object[] values) {
      this.type = type;
      this.values = values;
    }
  }

  static <T> Columns<T> of(List<T> rows) {
    return new Columns<>(rows);
  }

  Columns<T> text(Function<T, @Nullable String> value) {
    return add("text", new String[rows.size()], value);
  }

  Columns<T> bigint(Function<T, @Nullable Long> value) {
    return add("int8", new Long[rows.size()], value);
  }

  Columns<T> integer(Function<T, @Nullable Integer> value) {
    return add("int4", new Integer[rows.size()], value);
  }

  /** Anything whose {@code toString} PostgreSQL reads as that type: times, numbers, booleans. */
  Columns<T> as(String type, Function<T, @Nullable Object> value) {
    return add(
        type,
        new String[rows.size()],
        row -> {
          Object given = value.apply(row);
          return given == null ? null : given.toString();
        });
  }

  Columns<T> bytes(Function<T, byte[]> value) {
    byte[][] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    columns.add(new Column("bytea", values));
    return this;
  }

  /** The array's own type tells the driver that it may send it as it is, not as text. */
  private <V> Columns<T> add(String type, @Nullable V[] values, Function<T, @Nullable V> value) {
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    columns.add(new Column(type, values));
    return this;
  }

  int update(JdbcTemplate jdbc, String sql) {
    return rows.isEmpty() ? 0 : jdbc.update(connection -> prepare(connection, sql));
  }

  <R> List<R> query(JdbcTemplate jdbc, String sql, RowMapper<R> mapper) {
    return rows.isEmpty() ? List.of() : jdbc.query(connection -> prepare(connection, sql), mapper);
  }

  private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      statement.setArray(i + 1, connection.createArrayOf(column.type, column.values));
    }
    return statement;
  }
}
