package reeve.signals;

/**
 * A stretch of a text, in UTF-16 units of the text as it was written.
 *
 * @param from its first index
 * @param to the index behind it
 */
public record Span(int from, int to) {
  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no span: " + from + " to " + to);
    }
  }

  /** The stretch of that text. */
  public String of(String text) {
    return text.substring(from, to);
  }

  boolean overlaps(Span other) {
    return from < other.to && other.from < to;
  }
}
