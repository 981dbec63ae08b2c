package reeve.signals;

import com.ibm.icu.lang.UScript;

/** What words are made of, in all scripts. */
public final class Letters {
  private static final int MARKS =
      (1 << Character.NON_SPACING_MARK)
          | (1 << Character.COMBINING_SPACING_MARK)
          | (1 << Character.ENCLOSING_MARK);

  private static final int WORD =
      MARKS
          | (1 << Character.UPPERCASE_LETTER)
          | (1 << Character.LOWERCASE_LETTER)
          | (1 << Character.TITLECASE_LETTER)
          | (1 << Character.MODIFIER_LETTER)
          | (1 << Character.OTHER_LETTER)
          | (1 << Character.DECIMAL_DIGIT_NUMBER);

  private static final int[] SPACELESS = {
    UScript.HAN,
    UScript.HIRAGANA,
    UScript.KATAKANA,
    UScript.THAI,
    UScript.LAO,
    UScript.KHMER,
    UScript.MYANMAR
  };

  private Letters() {}

  /** Whether a word goes on over this code point: a letter, a decimal digit or a combining mark. */
  public static boolean isWord(int point) {
    return (WORD >>> Character.getType(point) & 1) != 0;
  }

  static boolean isMark(int point) {
    return (MARKS >>> Character.getType(point) & 1) != 0;
  }

  /**
   * Whether words of its script run into what follows: the scripts without spaces, and Hangul,
   * whose particles stand at the word.
   */
  static boolean isUnspaced(int point) {
    return isSpaceless(point) || UScript.hasScript(point, UScript.HANGUL);
  }

  /** Whether it stands in a script that writes no spaces between words, ー and 々 among them. */
  public static boolean isSpaceless(int point) {
    if (point < 0xe00) {
      return false;
    }
    for (int script : SPACELESS) {
      if (UScript.hasScript(point, script)) {
        return true;
      }
    }
    return false;
  }
}
