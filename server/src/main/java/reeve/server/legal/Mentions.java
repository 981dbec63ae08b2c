package reeve.server.legal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The mail addresses and telephone numbers in a text, as they are compared. A number is known by
 * its last six digits, which are the same with and without the codes of country and area; so two
 * numbers in a million pass for one, which costs a look-up and lets nobody in.
 */
final class Mentions {
  private static final int DIGITS = 6;

  /** An extension of so many digits makes no other number. */
  private static final int EXTENSION = 3;

  private static final Pattern MAIL =
      Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}+@[\\p{L}\\p{N}.-]{1,255}+");

  /** What people write so that no machine finds the address. */
  private static final Pattern AT = Pattern.compile("\\s?[(\\[{]\\s?at\\s?[)\\]}]\\s?");

  private static final Pattern DOT = Pattern.compile("\\s?[(\\[{]\\s?(?:dot|\\.)\\s?[)\\]}]\\s?");

  private static final String BETWEEN = "[\\p{Zs}\\p{Pd}()/.\\t";

  /**
   * Groups of digits, and whatever may stand between those of one number. Possessive: however many
   * groups follow each other, no stack grows with them.
   */
  private static final Pattern RUN = Pattern.compile("\\d+(?:" + BETWEEN + "+]*\\d+)*+");

  /** The same where a plus or a wider gap begins another number. */
  private static final Pattern ONE = Pattern.compile("\\d+(?:" + BETWEEN + "]{1,2}\\d+)*+");

  private static final Pattern GROUP = Pattern.compile("\\d+");

  private static final Pattern NOT_DIGITS = Pattern.compile("\\D+");

  private Mentions() {}

  /**
   * All that a text could mean: where several groups of digits follow each other, a number may end
   * with each of them.
   */
  static Set<String> in(String text) {
    String plain = plain(text);
    Set<String> keys = mails(plain);
    numbers(RUN, plain, Integer.MAX_VALUE, keys);
    return keys;
  }

  /** Those of a contact of the registry: a number's end, and what stands before an extension. */
  static Set<String> of(String contact) {
    String plain = plain(contact);
    Set<String> keys = mails(plain);
    numbers(RUN, plain, EXTENSION, keys);
    numbers(ONE, plain, EXTENSION, keys);
    return keys;
  }

  /** In small letters and the digits 0 to 9, whatever the script, without what cannot be seen. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .map(c -> Character.isDigit(c) ? '0' + Character.digit(c, 10) : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static Set<String> mails(String plain) {
    String written = DOT.matcher(AT.matcher(plain).replaceAll("@")).replaceAll(".");
    return MAIL.matcher(written)
        .results()
        .map(mail -> mail.group().replaceAll("[.-]+$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Adds the last digits of what ends with a group.
   *
   * @param most so many digits may follow it in the run
   */
  private static void numbers(Pattern runs, String plain, int most, Set<String> keys) {
    runs.matcher(plain)
        .results()
        .forEach(run -> {
          String digits = NOT_DIGITS.matcher(run.group()).replaceAll("");
          int end = 0;
          for (var group : GROUP.matcher(run.group()).results().toList()) {
            end += group.group().length();
            if (end >= DIGITS && digits.length() - end <= most) {
              keys.add(digits.substring(end - DIGITS, end));
            }
          }
        });
  }
}
