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

  /**
   * A count that is told exactly only from ten on, so that no single case shows through.
   *
   * @param from where it is told as one of ten numbers, the least of them; null where exactly
   */
  record Rough(long count, @Nullable Long from) {
    static final int LEAST = 10;

    Rough(long count) {
      this(count, null);
    }

    /**
     * The whole of which {@code told} stands beside it: where fewer than ten are left, what is told
     * of the whole must not tell how many.
     */
    static Rough whole(long count, long told) {
      long left = count - told;
      return count < LEAST || left >= LEAST
          ? new Rough(count)
          : new Rough(count, left >= 0 ? told : count / LEAST * LEAST);
    }

    /** As files write it. */
    @Override
    public String toString() {
      return told("<", "-");
    }

    /** As people read it. */
    String words() {
      return told("fewer than ", " to ");
    }

    private String told(String below, String to) {
      if (count < LEAST) {
        return below + LEAST;
      }
      return from == null ? Long.toString(count) : from + to + (from + LEAST - 1);
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
