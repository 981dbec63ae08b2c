package reeve.server.cases;

/** Makes any string of Java storable as UTF-8 text in PostgreSQL and as canonical JSON. */
final class Storable {
  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  /** Replaces U+0000 and surrogates without a partner by U+FFFD; all else stays as it is. */
  static String text(String given) {
    StringBuilder mended = null;
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < given.length()
          && Character.isLowSurrogate(given.charAt(i + 1))) {
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        if (mended == null) {
          mended = new StringBuilder(given);
        }
        mended.setCharAt(i, REPLACEMENT);
      }
    }
    return mended == null ? given : mended.toString();
  }
}
