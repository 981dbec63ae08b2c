package reeve.server.transparency;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the page shows it.
 *
 * @param from whether anybody can compute it again
 * @param publicly whether anybody can
 */
record ShownTable(
    String id,
    String title,
    String note,
    String from,
    boolean publicly,
    List<Table.Column> columns,
    List<List<Cell>> rows) {
  /** What stands in a cell. */
  record Cell(String text, boolean numeric) {}

  ShownTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * Of the accounts of one origin, whose column is left out.
   *
   * @param origin null where the table tells none
   */
  static ShownTable of(Table table, @Nullable Origin origin) {
    int first = origin == null ? 0 : 1;
    List<List<Cell>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : table.rows()) {
      if (origin == null || origin.code().equals(row.getFirst())) {
        List<Cell> cells = new ArrayList<>();
        for (int i = first; i < row.size(); i++) {
          Table.Column column = table.columns().get(i);
          cells.add(new Cell(Words.of(column, row.get(i)), column.numeric()));
        }
        rows.add(cells);
      }
    }
    return new ShownTable(
        table.id(),
        table.title(),
        table.note(),
        table.from().words(),
        table.from() == Table.From.PUBLIC,
        table.columns().subList(first, table.columns().size()),
        rows);
  }
}
