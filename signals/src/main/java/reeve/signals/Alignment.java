package reeve.signals;

/**
 * Whether letters of a text are those of a phrase in disguise, and in which one. Strict where
 * ordinary text is meant: digits stand for letters only in a word of four letters or more, at least
 * half of which are real; a letter is drawn out when it stands three times, or every one does
 * twice; a word is spaced out when something stands between all of its letters.
 */
final class Alignment {
  /** What may stand between two letters of a word that is spaced out has so many characters. */
  private static final int BETWEEN = 4;

  private static final String JOINERS = "_-.*+~|=\u00b7\u2022\u2010\u2011\u2013\u2014";

  private final Unmasked phrase;
  private final Unmasked text;
  private final int begin;
  private final int end;
  private int i;
  private int j;
  private int why;
  private boolean doubled;
  private boolean single;

  // Of the word that is being read.
  private int pairs;
  private int gaps;
  private int real;
  private int signs;

  /** Whether the gap before it is another one than the phrase's. */
  private boolean oddGap;

  private boolean spacedBefore;

  /** The letter behind the first gap within a word, and the last one; -1 where there is none. */
  private int firstGap = -1;

  private int lastGap = -1;
  private boolean firstWord = true;

  private Alignment(Unmasked phrase, Unmasked text, int begin, int end) {
    this.phrase = phrase;
    this.text = text;
    this.begin = begin;
    this.end = end;
    this.j = begin;
  }

  /**
   * A bit for each disguise, 0 where the phrase stands there undisguised, -1 where it does not.
   *
   * @param begin the first letter of the text
   * @param end the letter behind the last one
   */
  static int of(Unmasked phrase, Unmasked text, int begin, int end) {
    return new Alignment(phrase, text, begin, end).read();
  }

  private int read() {
    while (i < phrase.size()) {
      if (!run()) {
        return -1;
      }
    }
    boolean whole = j == end && endWord() && !(doubled && single) && !insideSpaced();
    if (!whole) {
      return -1;
    }
    return doubled ? why | Disguise.REPEATED.bit : why;
  }

  /** One letter of the phrase, as often as it stands there. */
  private boolean run() {
    char letter = phrase.letter(i);
    int count = 0;
    do {
      if (j >= end || !gap() || !stands()) {
        return false;
      }
      i++;
      j++;
      count++;
    } while (i < phrase.size() && !phrase.gap(i) && phrase.letter(i) == letter);
    int found = count;
    char last = text.letter(j - 1);
    boolean needed = i < phrase.size() && !phrase.gap(i) && Unmasked.stands(last, phrase.letter(i));
    while (!needed && j < end && !text.gap(j) && text.letter(j) == last) {
      found++;
      j++;
    }
    single |= found == 1;
    if (found > count) {
      if (Links.isDigit(letter)) {
        return false;
      }
      if (found == 2) {
        doubled = true;
      } else {
        why |= Disguise.REPEATED.bit;
      }
    }
    return true;
  }

  private boolean stands() {
    char written = text.letter(j);
    char sought = phrase.letter(i);
    if (written != sought) {
      if (Unmasked.stands(written, sought)) {
        why |= Disguise.DIGITS.bit;
        signs++;
        return true;
      }
      if (written != 'i' || sought != 'l' || !isTallI()) {
        return false;
      }
      why |= Disguise.LOOK_ALIKE.bit;
    }
    real++;
    why |= text.why(j) & ~phrase.why(i);
    if (text.marks(j) != phrase.marks(i)) {
      boolean points = sought >= 0x590 && sought < 0x900;
      if (phrase.marks(i) != 0 && !points) {
        return false;
      }
      why |= Disguise.MARKS.bit;
    }
    return true;
  }

  /** A capital I beside a small letter looks like an l. */
  private boolean isTallI() {
    int at = text.from(j);
    String written = text.text();
    return written.charAt(at) == 'I' && (isSmall(written, at - 1) || isSmall(written, at + 1));
  }

  private static boolean isSmall(String text, int at) {
    return at >= 0 && at < text.length() && text.charAt(at) >= 'a' && text.charAt(at) <= 'z';
  }

  /** Whether what stands before this letter of the text fits the phrase's. */
  private boolean gap() {
    if (j == begin) {
      return true;
    }
    boolean here = text.gap(j);
    if (!phrase.gap(i)) {
      pairs++;
      if (!here) {
        return true;
      }
      gaps++;
      firstGap = firstWord && firstGap < 0 ? j : firstGap;
      lastGap = j;
      return text.from(j) - text.to(j - 1) <= BETWEEN;
    }
    if (!here || !endWord()) {
      return false;
    }
    String sought = phrase.between(i);
    String written = text.between(j);
    if (!blank(sought).equals(blank(written))) {
      if (sought.equals(" ") && isJoined(written)) {
        why |= Disguise.SPACED.bit;
      } else {
        oddGap = true;
      }
    }
    return true;
  }

  private static String blank(String between) {
    String normal = Normal.of(between);
    return normal.isEmpty() ? " " : normal;
  }

  private static boolean isJoined(String between) {
    for (int k = 0; k < between.length(); k++) {
      if (JOINERS.indexOf(between.charAt(k)) < 0) {
        return false;
      }
    }
    return between.length() <= BETWEEN;
  }

  private boolean endWord() {
    boolean spaced = gaps > 0;
    boolean wrong =
        (spaced && (gaps != pairs || pairs < 2))
            || (oddGap && !spacedBefore && !spaced)
            || (signs > 0 && (signs + real < 4 || real < signs));
    if (spaced) {
      why |= Disguise.SPACED.bit;
    } else {
      lastGap = -1;
    }
    spacedBefore = spaced;
    oddGap = false;
    firstWord = false;
    pairs = 0;
    gaps = 0;
    signs = 0;
    real = 0;
    return !wrong;
  }

  /** Whether a word that is spaced out goes on beside the phrase. */
  private boolean insideSpaced() {
    boolean before =
        firstGap > 0
            && begin > 0
            && (begin == 1 || text.gap(begin - 1))
            && text.between(begin).equals(text.between(firstGap));
    boolean behind =
        lastGap > 0
            && end < text.size()
            && (end + 1 == text.size() || text.gap(end + 1))
            && text.between(end).equals(text.between(lastGap));
    return before || behind;
  }
}
