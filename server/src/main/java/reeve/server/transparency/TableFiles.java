package reeve.server.transparency;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tables for programs: CSV after RFC 4180 in UTF-8, and JSON. */
final class TableFiles {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(it -> it.withValueInclusion(JsonInclude.Include.ALWAYS))
          .build();

  private TableFiles() {}

  /**
   * A file of tables.
   *
   * @param version rises when a table changes its meaning
   * @param generated when
   * @param origin of the log up to whose checkpoint they count; null where none is kept
   * @param size of that checkpoint: never how many records went in, which would tell when there was
   *     one of those that are not opened
   */
  @JsonPropertyOrder({"version", "generated", "sample", "origin", "size", "tables"})
  record File(
      int version,
      String generated,
      boolean sample,
      @Nullable String origin,
      long size,
      List<Written> tables) {
    static final int VERSION = 3;

    File {
      tables = List.copyOf(tables);
    }
  }

  /** A table, its cells as {@link #plain} gives them. */
  @JsonPropertyOrder({"id", "title", "note", "from", "columns", "rows"})
  record Written(
      String id,
      String title,
      String note,
      String from,
      List<String> columns,
      List<List<@Nullable Object>> rows) {
    static Written of(Table table) {
      return new Written(
          table.id(),
          table.title(),
          table.note(),
          code(table.from()),
          table.columns().stream().map(Table.Column::key).toList(),
          plainRows(table));
    }

    static String code(Table.From from) {
      return from.name().toLowerCase(Locale.ROOT);
    }
  }

  static byte[] json(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads one of the files back.
   *
   * @throws IllegalArgumentException it is another file
   */
  static <T> T read(byte[] json, Class<T> what) {
    try {
      return MAPPER.readValue(json, what);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("what is there has another shape", e);
    }
  }

  static byte[] csv(Table table) {
    var out = new StringBuilder();
    line(out, table.columns().stream().map(Table.Column::key).toList());
    for (List<@Nullable Object> row : plainRows(table)) {
      line(out, row);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<List<@Nullable Object>> plainRows(Table table) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      rows.add(plainRow(table, row));
    }
    return rows;
  }

  private static List<@Nullable Object> plainRow(Table table, List<@Nullable Object> row) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(plain(table.columns().get(i), row.get(i)));
    }
    return cells;
  }

  /** Text or a whole number; tenths with their point, as text. */
  private static @Nullable Object plain(Table.Column column, @Nullable Object cell) {
    if (cell instanceof Table.Rough rough) {
      return rough.toString();
    }
    return cell instanceof Long number && column.type() == Table.Type.TENTHS
        ? number / 10 + "." + number % 10
        : cell;
  }

  private static void line(StringBuilder out, List<? extends @Nullable Object> cells) {
    String comma = "";
    for (Object cell : cells) {
      out.append(comma).append(quoted(cell == null ? "" : cell.toString()));
      comma = ",";
    }
    out.append("\r\n");
  }

  private static String quoted(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
