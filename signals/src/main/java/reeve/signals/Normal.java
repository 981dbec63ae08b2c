package reeve.signals;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import java.nio.charset.StandardCharsets;

/**
 * The form of a text in which phrases, hashtags and handles are compared: NFKC_Casefold of Unicode
 * (compatibility forms and case folded away, default-ignorable characters dropped, zero-width ones
 * and bidirectional controls among them), control characters dropped, white space at the ends
 * dropped and elsewhere one space.
 */
public final class Normal {
  /** So many UTF-16 units of a text are read; what lies behind them is not. */
  public static final int MOST = 65_536;

  /**
   * So many combining marks in a row are kept, as in the Stream-Safe Text Format of UAX #15; more
   * of them make no letter, and would be sorted in quadratic time.
   */
  static final int MARKS = 30;

  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

  /**
   * Each ASCII character folded; 0 where it is dropped. Looked up, since branches on letters and
   * spaces are guessed wrong.
   */
  static final byte[] ASCII = new byte[0x80];

  /** The sum of two spaces, and of no other two characters that are kept. */
  static final int SPACES = ' ' + ' ';

  static {
    for (int c = 0; c < ASCII.length; c++) {
      boolean space = c == ' ' || (c >= '\t' && c <= '\r');
      boolean control = c < ' ' || c == 0x7f;
      boolean upper = c >= 'A' && c <= 'Z';
      ASCII[c] = (byte) (space ? ' ' : control ? 0 : upper ? c + 32 : c);
    }
  }

  private Normal() {}

  /** Whether the text is longer than {@link #MOST}, so that only its beginning is read. */
  public static boolean cut(String text) {
    return text.length() > MOST;
  }

  /** The normalised text; the same object where the text is so already and all ASCII. */
  public static String of(String text) {
    int length = Math.min(text.length(), MOST);
    int plain = 0;
    char before = ' ';
    while (plain < length) {
      char c = text.charAt(plain);
      int folded = c < 0x80 ? ASCII[c] : 0;
      if (folded == 0 || folded != c || c + before == SPACES) {
        break;
      }
      before = c;
      plain++;
    }
    if (plain == text.length() && (before != ' ' || plain == 0)) {
      return text;
    }
    for (int i = plain; i < length; i++) {
      if (text.charAt(i) >= 0x80) {
        return folded(read(text));
      }
    }
    return ascii(text, length);
  }

  /** The part of a text that is read: all of it, or its beginning up to a whole code point. */
  static String read(String text) {
    if (!cut(text)) {
      return text;
    }
    boolean halves = Character.isHighSurrogate(text.charAt(MOST - 1));
    return text.substring(0, halves ? MOST - 1 : MOST);
  }

  private static String ascii(String text, int length) {
    byte[] out = new byte[length];
    int n = 0;
    byte before = ' ';
    for (int i = 0; i < length; i++) {
      byte folded = ASCII[text.charAt(i)];
      boolean dropped = folded == 0 || folded + before == SPACES;
      out[n] = folded;
      n += dropped ? 0 : 1;
      before = dropped ? before : folded;
    }
    return new String(out, 0, before == ' ' && n > 0 ? n - 1 : n, StandardCharsets.ISO_8859_1);
  }

  private static String folded(String text) {
    String folded = FOLD.normalize(readable(text));
    var out = new StringBuilder(folded.length());
    boolean space = true;
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (!isWhite(c)) {
        out.append(c);
        space = false;
      } else if (!space) {
        out.append(' ');
        space = true;
      }
    }
    if (space && !out.isEmpty()) {
      out.setLength(out.length() - 1);
    }
    return out.toString();
  }

  static boolean isWhite(int point) {
    return point == ' ' || Character.isWhitespace(point) || point == 0x85;
  }

  /**
   * A control character that is no white space: it parts nothing, a letter and its mark neither.
   */
  static boolean isDropped(int point) {
    return Character.isISOControl(point) && !isWhite(point);
  }

  /** How many marks stand in a row behind a character; what is dropped does not part them. */
  static int run(int before, int point) {
    if (point >= 0x300 && Letters.isMark(point)) {
      return before + 1;
    }
    boolean dropped =
        before > 0
            && (isDropped(point)
                || UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT));
    return dropped ? before : 0;
  }

  /** Without the marks that follow {@link #MARKS} others and without control characters. */
  private static String readable(String text) {
    int run = 0;
    StringBuilder out = null;
    int done = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      boolean control = isDropped(point);
      run = run(run, point);
      if (control || run > MARKS) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, done, i);
        done = next;
      }
      i = next;
    }
    return out == null ? text : out.append(text, done, text.length()).toString();
  }
}
