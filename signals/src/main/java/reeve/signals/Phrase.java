package reeve.signals;

/**
 * What {@link PhraseAutomaton} looks for.
 *
 * @param text not empty; of {@link Mode#WORDS} not empty when normalised either
 */
public record Phrase(String text, Mode mode) {
  /** Where a phrase is looked for, and what may stand beside it. */
  public enum Mode {
    /** In the text as it was written, upper and lower case apart, anywhere. */
    EXACT,

    /**
     * In the {@linkplain Normal normalised} text, normalised itself, as whole words: no letter,
     * digit or combining mark stands beside it, unless its edge there belongs to a script that
     * writes no spaces between words (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar).
     */
    WORDS
  }

  public Phrase {
    if (text.isEmpty() || (mode == Mode.WORDS && Normal.of(text).isEmpty())) {
      throw new IllegalArgumentException("a phrase must not be empty");
    }
  }

  /** What is looked for in the text of its mode. */
  String sought() {
    return mode == Mode.WORDS ? Normal.of(text) : text;
  }

  /**
   * Whether it stands in a text: what {@link PhraseAutomaton} finds, of one phrase and without
   * building anything.
   *
   * @param raw the text as it was written
   * @param normal the same text {@linkplain Normal normalised}
   */
  public boolean stands(String raw, String normal) {
    return next(raw, normal, 0) >= 0;
  }

  /** Where it stands next in the text of its mode, from an index on, or -1. */
  int next(String raw, String normal, int from) {
    if (mode == Mode.EXACT) {
      return raw.indexOf(text, from);
    }
    String sought = sought();
    boolean freeBefore = Letters.isSpaceless(sought.codePointAt(0));
    boolean freeBehind = Letters.isSpaceless(sought.codePointBefore(sought.length()));
    for (int at = normal.indexOf(sought, from); at >= 0; at = normal.indexOf(sought, at + 1)) {
      int end = at + sought.length();
      boolean begins = freeBefore || at == 0 || !Letters.isWord(normal.codePointBefore(at));
      if (begins
          && (freeBehind || end == normal.length() || !Letters.isWord(normal.codePointAt(end)))) {
        return at;
      }
    }
    return -1;
  }
}
