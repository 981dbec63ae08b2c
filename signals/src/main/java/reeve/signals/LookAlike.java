package reeve.signals;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Latin letter a character of another kind looks like: by the skeleton of UTS #39 (ICU) and,
 * where that ends beside ASCII, by the name that Unicode gives to small capitals and to letters in
 * boxes.
 */
final class LookAlike {
  private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();

  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 APART = Normalizer2.getNFDInstance();

  private static final Pattern NAME =
      Pattern.compile(
          "(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER"
              + "|REGIONAL INDICATOR SYMBOL LETTER) ([A-Z])");

  private LookAlike() {}

  /** The letter from {@code a} to {@code z} that it looks like, or 0. */
  static char of(int point) {
    String skeleton = CHECKER.getSkeleton(Character.toString(point));
    String plain = withoutMarks(skeleton);
    if (plain.equals("rn")) {
      return 'm';
    }
    if (plain.codePointCount(0, plain.length()) != 1) {
      return 0;
    }
    char c = plain.charAt(0);
    return c >= 'a' && c <= 'z' ? c : named(plain.codePointAt(0));
  }

  /** The same by the skeleton alone: nobody sees the difference. */
  static boolean isExact(int point) {
    String skeleton = CHECKER.getSkeleton(Character.toString(point));
    return (skeleton.length() == 1 && Links.isAlnum(skeleton.charAt(0))) || skeleton.equals("rn");
  }

  private static char named(int point) {
    String name = Character.getName(point);
    Matcher matcher = name == null ? null : NAME.matcher(name);
    return matcher != null && matcher.matches()
        ? Character.toLowerCase(matcher.group(1).charAt(0))
        : 0;
  }

  private static String withoutMarks(String skeleton) {
    String apart = APART.normalize(FOLD.normalize(skeleton));
    var out = new StringBuilder();
    apart.codePoints().filter(p -> !Letters.isMark(p)).forEach(out::appendCodePoint);
    return out.toString();
  }
}
