package reeve.signals.likeness;

/** What stands in quotation marks is somebody else's. */
final class Quotes {
  private static final String OPEN = "\u201c\u201e\u00ab\u300c\u2039";
  private static final String CLOSE = "\u201d\u201c\u00bb\u300d\u203a";

  /** A quotation is at least so long, so that a word in marks stays. */
  private static final int SHORTEST = 12;

  private Quotes() {}

  /** The text without its quotations. A mark without its other half ends none. */
  static String without(String text) {
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int kind = OPEN.indexOf(c);
      int end =
          c == '"'
              ? text.indexOf('"', i + 1)
              : kind < 0 ? -1 : text.indexOf(CLOSE.charAt(kind), i + 1);
      if (end - i > SHORTEST) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, done, i).append(' ');
        done = end + 1;
        i = end;
      }
    }
    return out == null ? text : out.append(text, done, text.length()).toString();
  }
}
