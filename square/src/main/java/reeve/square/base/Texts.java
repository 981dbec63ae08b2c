package reeve.square.base;

import java.text.BreakIterator;
import java.util.Locale;

/** What text from outside must be before it is kept. */
public final class Texts {
  private Texts() {}

  /** Refuses what the database cannot hold: U+0000 and halves of surrogate pairs. */
  public static String clean(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Refusal.invalid(field + " holds the character U+0000, which cannot be kept.");
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          throw Refusal.invalid(field + " holds half a character (an unpaired surrogate).");
        }
        i++;
      }
    }
    return text;
  }

  /**
   * {@link #clean} and not longer than {@code most} characters as people count them (grapheme
   * clusters), nor ten times as many code units.
   */
  public static String within(String field, String text, int most) {
    clean(field, text);
    if (text.length() > most && (text.length() > 10 * most || length(text) > most)) {
      throw Refusal.invalid(field + " has at most " + most + " characters.");
    }
    return text;
  }

  /** One line: within the length, line breaks and other controls become spaces, ends trimmed. */
  public static String line(String field, String text, int most) {
    return within(field, text, most).replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** Characters as people count them. */
  public static int length(String text) {
    var characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int count = 0;
    while (characters.next() != BreakIterator.DONE) {
      count++;
    }
    return count;
  }
}
