package reeve.server.transparency;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the figures: what the page shows and what stands in its files are the same rows.
 *
 * @param id names its files
 * @param note how to read it, a sentence or two
 * @param rows each with a cell for each column: a {@code String}, a {@code Long}, a {@link Rough},
 *     or null where nothing is known
 */
record Table(
    String id,
    String title,
    String note,
    From from,
    List<Column> columns,
    List<List<@Nullable Object>> rows) {
  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** From what it can be computed again. */
  enum From {
    /** From the published data set, by anybody. */
    PUBLIC("by anybody, from the published data set"),
    /** From the database alone, by the operator, and by whom the operator lets. */
    DATABASE("from the database only");

    private final String words;

    From(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** What the cells of a column are. */
  enum Type {
    WORD,
    NUMBER,
    /** Seconds. */
    SECONDS,
    /** Hours. */
    HOURS,
    /** Tenths of a percent. */
    TENTHS
  }

  record Column(String key, String heading, Type type) {
    static Column word(String key, String heading) {
      return new Column(key, heading, Type.WORD);
    }

    static Column number(String key, String heading) {
      return new Column(key, heading, Type.NUMBER);
    }

    /** Whether it stands at the right. */
    public boolean numeric() {
      return type != Type.WORD;
    }
  }

  /** A count that is told exactly only from ten on, so that no single case shows through. */
  record Rough(long count) {
    static final int LEAST = 10;

    /** As files write it. */
    @Override
    public String toString() {
      return count < LEAST ? "<" + LEAST : Long.toString(count);
    }

    /** As people read it. */
    String words() {
      return count < LEAST ? "fewer than " + LEAST : Long.toString(count);
    }
  }

  /** Whether its rows are of accounts of one origin each. */
  boolean byOrigin() {
    return columns.getFirst().key().equals("origin");
  }

  /** The cell of a row in the column of that name. */
  @Nullable Object cell(List<@Nullable Object> row, String key) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).key().equals(key)) {
        return row.get(i);
      }
    }
    throw new IllegalArgumentException("table " + id + " has no column " + key);
  }
}
