package reeve.signals.likeness;

import com.ibm.icu.lang.UScript;
import java.util.function.Consumer;
import reeve.signals.Letters;

/** Splits texts into words; in scripts without spaces into pairs of characters. */
final class Words {
  private static final int SHORTEST = 2;

  private Words() {}

  /**
   * Gives each word of two characters or more.
   *
   * @param text normalised
   * @return how many words there are, short ones too
   */
  static int each(String text, Consumer<String> hears) {
    int count = 0;
    int from = -1;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      boolean word = Letters.isWord(point);
      boolean spaceless = word && Letters.isSpaceless(point);
      if (from >= 0 && (!word || spaceless)) {
        count += tell(text, from, i, hears);
        from = -1;
      }
      if (spaceless) {
        count++;
        if (next < text.length() && Letters.isSpaceless(text.codePointAt(next))) {
          hears.accept(text.substring(i, next + Character.charCount(text.codePointAt(next))));
        }
      } else if (word && from < 0) {
        from = i;
      }
      i = next;
    }
    return from < 0 ? count : count + tell(text, from, text.length(), hears);
  }

  private static int tell(String text, int from, int to, Consumer<String> hears) {
    if (to - from >= SHORTEST) {
      hears.accept(text.substring(from, to));
    }
    return 1;
  }

  static int count(String text) {
    return each(text, _ -> {});
  }

  /** The script of the first letter, as a stand-in for a language that nobody told. */
  static String script(String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (Character.isLetter(point)) {
        return UScript.getShortName(UScript.getScript(point));
      }
      i += Character.charCount(point);
    }
    return "";
  }
}
