package reeve.server.decisions;

/** Text that people typed, as PostgreSQL and canonical JSON can hold it. */
public final class PlainText {
  private PlainText() {}

  /** Line ends as {@code \n}; U+0000 and lone surrogates become U+FFFD; outer space goes. */
  public static String of(String typed) {
    StringBuilder text = new StringBuilder(typed.length());
    for (int i = 0; i < typed.length(); ) {
      int point = typed.codePointAt(i);
      i += Character.charCount(point);
      boolean lone = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (point == '\r') {
        if (i >= typed.length() || typed.charAt(i) != '\n') {
          text.append('\n');
        }
      } else {
        text.appendCodePoint(point == 0 || lone ? 0xFFFD : point);
      }
    }
    return text.toString().strip();
  }

  /** How many characters a person would count: Unicode code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The first {@code most} characters, with an ellipsis where something is left out. */
  public static String beginning(String text, int most) {
    return length(text) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
  }
}
