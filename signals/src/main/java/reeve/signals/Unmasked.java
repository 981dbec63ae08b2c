package reeve.signals;

import java.util.Arrays;

/**
 * The letters of a text with disguises undone, and where each was written: folded to lower case and
 * compatibility forms, without marks and invisible characters, look-alikes of other alphabets as
 * the Latin letters. What stands between words is kept as a gap before the next letter.
 *
 * <p>Look-alikes are undone in words that mix them with Latin letters, and in words of nothing else
 * where the text has no other letters of such an alphabet; real Russian or Greek stays.
 */
final class Unmasked {
  /** Letters and digits of ASCII in lower case, signs that stand for letters, 1 for what hides. */
  private static final char[] ASCII = new char[0x80];

  private static final char HIDDEN = 1;

  /** One for all that may stand for each other, so that a search finds them all. */
  private static final char[] KEYS = new char[0x80];

  /** What each digit and sign may stand for. */
  private static final String[] STANDS = new String[0x80];

  private static final int GAP = 1 << 15;
  private static final int SIGN = 1 << 14;
  private static final int EXACT = 1 << 13;
  private static final int WHY = EXACT - 1;

  static {
    for (char c = 0; c < 0x80; c++) {
      boolean white = c == ' ' || (c >= '\t' && c <= '\r');
      boolean control = !white && (c < ' ' || c == 0x7f);
      ASCII[c] = Links.isAlnum(c) ? Character.toLowerCase(c) : control ? HIDDEN : 0;
      KEYS[c] = c;
    }
    String[] stand = {
      "0o", "1il", "2z", "3e", "4a", "5s", "6bg", "7t", "8b", "9g", "@a", "$s", "!il", "|il", "+t"
    };
    for (String each : stand) {
      char sign = each.charAt(0);
      ASCII[sign] = sign;
      STANDS[sign] = each.substring(1);
      KEYS[sign] = each.charAt(1);
    }
    for (char c : "l1!|".toCharArray()) {
      KEYS[c] = 'i';
    }
    for (char c : "g689".toCharArray()) {
      KEYS[c] = 'b';
    }
  }

  private final String text;
  private final boolean merged;
  private int size;
  private char[] letters;
  private int[] from;
  private int[] to;

  /** {@link #GAP}, {@link #SIGN}, {@link #EXACT}, and a bit for each {@link Disguise}. */
  private char[] flags;

  /** Empty in a text of ASCII, as are {@code alike}. */
  private int[] marks = {};

  private char[] alike = {};
  private boolean foreign;

  private char[] keys = {};
  private int keyCount;

  /** The first letter of each key, and behind the last one the number of letters. */
  private int[] starts = {};

  private Unmasked(String text, boolean merged) {
    this.text = text;
    this.merged = merged;
    int most = text.length();
    letters = new char[most];
    from = new int[most];
    to = new int[most];
    flags = new char[most];
  }

  /**
   * Reads a text.
   *
   * @param merged whether letters that follow each other and have one key have it once
   */
  static Unmasked of(String text, boolean merged) {
    var unmasked = new Unmasked(text, merged);
    unmasked.read();
    if (unmasked.foreign) {
      unmasked.settle();
    }
    unmasked.index();
    return unmasked;
  }

  int size() {
    return size;
  }

  String text() {
    return text;
  }

  /** What is searched: a character for each key. */
  String keys() {
    return new String(keys, 0, keyCount);
  }

  int start(int key) {
    return starts[key];
  }

  char letter(int i) {
    return letters[i];
  }

  int from(int i) {
    return from[i];
  }

  int to(int i) {
    return to[i];
  }

  /** Whether something stands between this letter and the one before. */
  boolean gap(int i) {
    return (flags[i] & GAP) != 0;
  }

  /** What stands there. */
  String between(int i) {
    return from[i] > to[i - 1] ? text.substring(to[i - 1], from[i]) : "";
  }

  /** Whether a sign such as {@code @} stands for it. */
  boolean sign(int i) {
    return (flags[i] & SIGN) != 0;
  }

  int marks(int i) {
    return i < marks.length ? marks[i] : 0;
  }

  /** A bit for each disguise that was undone at this letter. */
  int why(int i) {
    return flags[i] & WHY;
  }

  /** Whether a digit or a sign may stand for a letter. */
  static boolean stands(char sign, char letter) {
    String all = sign < 0x80 ? STANDS[sign] : null;
    return all != null && all.indexOf(letter) >= 0;
  }

  private void read() {
    int gap = 0;
    int hidden = 0;
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        int point = text.codePointAt(i);
        int next = i + Character.charCount(point);
        Glyph glyph = isFlag(point, i) ? Glyph.of(' ') : Glyph.of(point);
        switch (glyph.kind()) {
          case LETTERS -> {
            add(glyph, i, next, gap != 0 ? gap : hidden);
            gap = 0;
            hidden = 0;
          }
          case MARK -> mark(glyph.marks(), next, gap);
          case INVISIBLE -> hidden |= hides(point) ? Disguise.INVISIBLE.bit : 0;
          case TATWEEL -> hidden |= Disguise.TATWEEL.bit;
          case BETWEEN -> {
            gap = GAP;
            hidden = 0;
          }
        }
        i = next;
        continue;
      }
      char letter = ASCII[c];
      boolean sign = (letter > HIDDEN && letter < '0') || letter == '@' || letter == '|';
      if (letter == HIDDEN) {
        hidden |= Disguise.INVISIBLE.bit;
      } else if (letter == 0 || (sign && !isWithin(i))) {
        gap = GAP;
        hidden = 0;
      } else {
        put(letter, i, i + 1, (gap != 0 ? gap : hidden) | (sign ? SIGN : 0));
        gap = 0;
        hidden = 0;
      }
      i++;
    }
    if (size > 0) {
      int before = GAP | Disguise.INVISIBLE.bit | Disguise.TATWEEL.bit;
      flags[0] = (char) (flags[0] & ~before);
    }
  }

  private void put(char letter, int begin, int end, int flag) {
    if (size == letters.length) {
      int more = 2 * size + 16;
      letters = Arrays.copyOf(letters, more);
      from = Arrays.copyOf(from, more);
      to = Arrays.copyOf(to, more);
      flags = Arrays.copyOf(flags, more);
    }
    letters[size] = letter;
    from[size] = begin;
    to[size] = end;
    flags[size++] = (char) flag;
  }

  private void add(Glyph glyph, int begin, int end, int flag) {
    int more = flag | (glyph.form() ? Disguise.FORM.bit : 0) | (glyph.exact() ? EXACT : 0);
    for (int i = 0; i < glyph.letters().length(); i++) {
      char letter = glyph.letters().charAt(i);
      put(letter, begin, end, i == 0 ? more : more & ~GAP);
      int at = size - 1;
      if (glyph.marks() != 0) {
        room();
        marks[at] = glyph.marks();
      }
      if (letter >= 0x80) {
        room();
        foreign = true;
        alike[at] = glyph.alike();
      }
    }
  }

  private void mark(int mark, int end, int gap) {
    if (size > 0 && gap == 0) {
      room();
      marks[size - 1] = 31 * marks[size - 1] + mark;
      to[size - 1] = end;
    }
  }

  private void room() {
    if (marks.length < letters.length) {
      marks = Arrays.copyOf(marks, letters.length);
      alike = Arrays.copyOf(alike, letters.length);
    }
  }

  /** Whether letters or digits stand right before and behind a sign. */
  private boolean isWithin(int at) {
    return at > 0
        && at + 1 < text.length()
        && isWord(text.charAt(at - 1))
        && isWord(text.charAt(at + 1));
  }

  private static boolean isWord(char c) {
    return c < 0x80 ? Links.isAlnum(c) : Letters.isWord(c) || Character.isSurrogate(c);
  }

  /** Whether somebody hides it: joiners within scripts that need them are none. */
  private boolean hides(int point) {
    return (point != 0x200c && point != 0x200d) || size == 0 || letters[size - 1] < 0x590;
  }

  /** Two symbols for letters side by side are the flag of a country. */
  private boolean isFlag(int point, int at) {
    return isRegion(point)
        && ((at + 2 < text.length() && isRegion(text.codePointAt(at + 2)))
            || (at > 1 && isRegion(text.codePointBefore(at))));
  }

  private static boolean isRegion(int point) {
    return point >= 0x1f1e6 && point <= 0x1f1ff;
  }

  /** Undoes look-alikes word by word; letters that stand alone side by side are one word. */
  private void settle() {
    room();
    boolean honest = false;
    for (int i = 0; i < size; i++) {
      honest |= letters[i] >= 0x80 && (flags[i] & EXACT) == 0;
    }
    for (int begin = 0; begin < size; ) {
      int end = word(begin);
      if (end == begin + 1) {
        while (end < size && word(end) == end + 1) {
          end++;
        }
      }
      settle(begin, end, honest);
      begin = end;
    }
  }

  private int word(int begin) {
    int end = begin + 1;
    while (end < size && !gap(end)) {
      end++;
    }
    return end;
  }

  private void settle(int begin, int end, boolean honest) {
    boolean latin = false;
    boolean exact = true;
    for (int i = begin; i < end; i++) {
      latin |= letters[i] >= 'a' && letters[i] <= 'z';
      exact &= letters[i] < 0x80 || (flags[i] & EXACT) != 0;
    }
    if (!latin && (honest || !exact || end - begin < 2)) {
      return;
    }
    for (int i = begin; i < end; i++) {
      if (alike[i] != 0) {
        letters[i] = alike[i];
        flags[i] |= (char) Disguise.LOOK_ALIKE.bit;
      }
    }
  }

  private void index() {
    keys = new char[size];
    starts = new int[size + 1];
    char before = 0;
    for (int i = 0; i < size; i++) {
      char letter = letters[i];
      char key = letter < 0x80 ? KEYS[letter] : letter;
      if (merged && key == before && (flags[i] & GAP) == 0) {
        continue;
      }
      keys[keyCount] = key;
      starts[keyCount++] = i;
      before = key;
    }
    starts[keyCount] = size;
  }
}
