package reeve.rules.check;

import com.google.errorprone.annotations.Immutable;
import java.text.Normalizer;
import java.util.Locale;

/** When a phrase of a bank stands in a text. Implementations MUST be pure. */
@Immutable
@FunctionalInterface
public interface Phrasing {
  /** As whole words, in NFKC and lower case, white space as one space. */
  Phrasing WORDS =
      (phrase, text) -> {
        String in = normal(text);
        String of = normal(phrase);
        for (int at = in.indexOf(of); at >= 0; at = in.indexOf(of, at + 1)) {
          int end = at + of.length();
          boolean begins = at == 0 || !Character.isLetterOrDigit(in.codePointBefore(at));
          if (begins && (end == in.length() || !Character.isLetterOrDigit(in.codePointAt(end)))) {
            return true;
          }
        }
        return false;
      };

  boolean stands(String phrase, String text);

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
