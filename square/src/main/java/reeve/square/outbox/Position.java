package reeve.square.outbox;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the outbox, {@code <epoch>-<transaction id>-<id>}; events are read in this order. An
 * epoch is the time that the database spent in one cluster.
 */
public record Position(int epoch, long tx, long id) implements Comparable<Position> {
  /** Before everything. */
  public static final Position BEGINNING = new Position(0, 0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,19})-(\\d{1,19})");
  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::epoch)
          .thenComparingLong(Position::tx)
          .thenComparingLong(Position::id);

  /**
   * Reads a cursor.
   *
   * @param cursor null for the beginning
   * @throws IllegalArgumentException when it is none
   */
  public static Position of(@Nullable String cursor) {
    if (cursor == null) {
      return BEGINNING;
    }
    Matcher form = FORM.matcher(cursor);
    if (!form.matches()) {
      throw new IllegalArgumentException("no position of this outbox: " + cursor);
    }
    return new Position(
        Integer.parseInt(form.group(1)),
        Long.parseLong(form.group(2)),
        Long.parseLong(form.group(3)));
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return epoch + "-" + tx + "-" + id;
  }
}
