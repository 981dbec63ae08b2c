package reeve.signals;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;

/**
 * What a character is to {@link Unmasked}.
 *
 * @param letters of {@link Kind#LETTERS} what it is without its marks, folded; else empty
 * @param marks a number for the marks that it brings, 0 for none
 * @param alike the Latin letter that it looks like as it was written, or 0
 * @param exact whether nobody sees the difference, in lower case neither, or it is a Latin letter
 *     of another shape
 * @param form whether it is a compatibility form
 */
record Glyph(Kind kind, String letters, int marks, char alike, boolean exact, boolean form) {
  enum Kind {
    LETTERS,
    /** A mark on the letter before it. */
    MARK,
    INVISIBLE,
    TATWEEL,
    /** White space, punctuation, a symbol. */
    BETWEEN
  }

  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();
  private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();
  private static final Normalizer2 APART = Normalizer2.getNFDInstance();

  private static final Glyph BETWEEN = new Glyph(Kind.BETWEEN, "", 0, (char) 0, false, false);

  /** Those of the basic plane, when first asked for; the same whoever makes it. */
  private static final Glyph[] KNOWN = new Glyph[Character.MAX_VALUE + 1];

  static Glyph of(int point) {
    if (point > Character.MAX_VALUE) {
      return read(point);
    }
    Glyph known = KNOWN[point];
    if (known == null) {
      known = read(point);
      KNOWN[point] = known;
    }
    return known;
  }

  private static Glyph read(int point) {
    if (point == 0x640 || point == 0x7fa) {
      return bare(Kind.TATWEEL, 0);
    }
    if (UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
        || Character.getType(point) == Character.FORMAT
        || Normal.isDropped(point)) {
      return bare(Kind.INVISIBLE, 0);
    }
    if (sits(point)) {
      return bare(Kind.MARK, point);
    }
    boolean symbol = Character.getType(point) == Character.OTHER_SYMBOL;
    if (!Letters.isWord(point) && !symbol && !Character.isLetterOrDigit(point)) {
      int type = Character.getType(point);
      if (type != Character.OTHER_NUMBER && type != Character.LETTER_NUMBER) {
        return BETWEEN;
      }
    }
    return letters(point, symbol);
  }

  private static Glyph letters(int point, boolean symbol) {
    String written = Character.toString(point);
    String folded = FOLD.normalize(written);
    boolean whole =
        Letters.isUnspaced(point) || folded.isEmpty() || Letters.isUnspaced(folded.codePointAt(0));
    String apart = whole ? folded : APART.normalize(folded);
    var letters = new StringBuilder();
    int marks = 0;
    for (int p : apart.codePoints().toArray()) {
      if (!whole && sits(p)) {
        marks = 31 * marks + p;
      } else if (Letters.isWord(p)) {
        letters.appendCodePoint(p);
      }
    }
    boolean foreign = letters.length() <= 2 && (letters.isEmpty() || letters.charAt(0) >= 0x80);
    char alike = foreign && !whole ? LookAlike.of(point) : 0;
    if (letters.isEmpty()) {
      return symbol && alike != 0
          ? new Glyph(Kind.LETTERS, String.valueOf(alike), 0, alike, false, true)
          : BETWEEN;
    }
    boolean form = !COMPATIBLE.normalize(written).equals(COMPOSED.normalize(written));
    boolean exact =
        alike != 0
            && (LookAlike.isExact(letters.codePointAt(0))
                || UScript.getScript(point) == UScript.LATIN);
    return new Glyph(Kind.LETTERS, letters.toString(), marks, alike, exact, form);
  }

  private static Glyph bare(Kind kind, int marks) {
    return new Glyph(kind, "", marks, (char) 0, false, false);
  }

  /**
   * Whether a mark is none of a word's letters: those for all scripts, and the points of Arabic,
   * Hebrew and Syriac; vowels of India and Thailand are letters, and so are the marks of kana.
   */
  private static boolean sits(int point) {
    if (point < 0x300 || !Letters.isMark(point) || point == 0x3099 || point == 0x309a) {
      return false;
    }
    return switch (UScript.getScript(point)) {
      case UScript.INHERITED,
          UScript.COMMON,
          UScript.ARABIC,
          UScript.HEBREW,
          UScript.SYRIAC,
          UScript.CYRILLIC,
          UScript.LATIN,
          UScript.GREEK ->
          true;
      default -> false;
    };
  }
}
