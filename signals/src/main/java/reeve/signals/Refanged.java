package reeve.signals;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text with the dots and schemes of its defanged links as they are meant, and the way back. */
final class Refanged {
  /** So many places are undone. */
  private static final int MOST = 1_000;

  private static final String SCHEME =
      "(?<![A-Za-z0-9])h(?:xx|\\*\\*|__|tx|xt)p(?<s>s?)(?:://|\\[:\\]//|\\[://\\]|\\(://\\)|:\\[//\\])"
          + "|(?<![A-Za-z0-9])http(?<t>s?)(?:\\[:\\]//|\\[://\\]|\\(://\\)|:\\[//\\])";

  private static final String BOXED =
      "(?:\\[ ?(?:\\.|dot|d0t|punkt|punto) ?\\]|\\( ?(?:\\.|dot|d0t|punkt|punto) ?\\)"
          + "|\\{ ?(?:\\.|dot|d0t|punkt|punto) ?\\})";

  private static final String DOT =
      "(?<dot>(?<=[\\p{L}\\p{N}_-])(?:" + BOXED + "|\\[\\.|\\.\\]|\\\\.)(?=[\\p{L}\\p{N}]))";

  private static final String SLASH = "(?<slash>(?<=[\\p{L}\\p{N}])(?:\\[/\\]|\\(/\\)|\\{/\\}))";

  /** What ordinary text has too: a link by these must lead somewhere. */
  private static final String WEAK =
      "(?<wdot>(?<=[A-Za-z0-9])(?: {1,2}(?:dot|d0t|punkt|punto|"
          + BOXED
          + ") {1,2}|[\u3002\uff61\uff0e\u2024])"
          + "(?=[A-Za-z]))"
          + "|(?<wslash>(?<=[A-Za-z0-9]) {1,2}slash {1,2}(?=[A-Za-z0-9+]))"
          + "|(?<tme>(?<![\\p{L}\\p{N}'\u2019_.@-])t(?:(?: \\. ?|\\. )me ?/ ?|\\.me / ?)(?=[A-Za-z0-9+]))";

  /** What nobody sees. */
  private static final String HIDDEN =
      "(?<hidden>(?<=[A-Za-z0-9./:])[\u200b\u200c\u200d\u2060\ufeff\u00ad]+(?=[A-Za-z0-9./:]))";

  private static final Pattern ALL =
      Pattern.compile(String.join("|", SCHEME, DOT, SLASH, WEAK, HIDDEN), Pattern.CASE_INSENSITIVE);

  final String text;

  /** Where each character was written, and behind it. */
  private final int[] places;

  private final int[] ends;

  /** How many characters before each were changed, and how many of them weakly. */
  private final int[] changed;

  private final int[] weak;

  private Refanged(String text, int[] places, int[] ends, int[] changed, int[] weak) {
    this.text = text;
    this.places = places;
    this.ends = ends;
    this.changed = changed;
    this.weak = weak;
  }

  /** Null where nothing is to undo. */
  static @Nullable Refanged of(String written) {
    if (!mayBe(written)) {
      return null;
    }
    Matcher matcher = ALL.matcher(written);
    return matcher.find() ? new Builder(written).build(matcher) : null;
  }

  /** Whether a sign of it stands there; most texts have none and are asked no more. */
  private static boolean mayBe(String text) {
    for (int i = 0; i + 2 < text.length(); i++) {
      char c = text.charAt(i);
      boolean found =
          switch (c) {
            case '[', '(', '{' -> isBoxed(text, i + 1);
            case '.' -> text.charAt(i + 1) == ']';
            case '\\' -> text.charAt(i + 1) == '.';
            case 'h', 'H' -> isScheme(text, i);
            case ' ' -> isWord(text, i + 1);
            case 't', 'T' -> isSpacedOut(text, i);
            case 0xad, 0x200b, 0x200c, 0x200d, 0x2024, 0x2060, 0x3002, 0xfeff, 0xff0e, 0xff61 ->
                true;
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBoxed(String text, int at) {
    int i = text.charAt(at) == ' ' ? at + 1 : at;
    return i < text.length() && ".:/dDpP".indexOf(text.charAt(i)) >= 0;
  }

  private static boolean isScheme(String text, int at) {
    char next = text.charAt(at + 1);
    if ("xX*_".indexOf(next) >= 0 || "xX".indexOf(text.charAt(at + 2)) >= 0) {
      return true;
    }
    if (!text.regionMatches(true, at, "http", 0, 4)) {
      return false;
    }
    int i = text.startsWith("s", at + 4) || text.startsWith("S", at + 4) ? at + 5 : at + 4;
    return text.startsWith("[", i) || text.startsWith("(", i) || text.startsWith(":[", i);
  }

  private static boolean isWord(String text, int at) {
    return switch (text.charAt(at)) {
      case 'd', 'D' -> text.startsWith("t ", at + 2) || text.startsWith("T ", at + 2);
      case 'p', 'P' ->
          text.regionMatches(true, at, "punk", 0, 4) || text.regionMatches(true, at, "punt", 0, 4);
      case 's', 'S' -> text.regionMatches(true, at, "slash ", 0, 6);
      default -> false;
    };
  }

  private static boolean isSpacedOut(String text, int at) {
    return text.startsWith(" .", at + 1)
        || text.startsWith(". m", at + 1)
        || text.startsWith(". M", at + 1)
        || text.regionMatches(true, at + 1, ".me /", 0, 5);
  }

  /** The stretch of the original from one character to before another. */
  Span original(int from, int to) {
    return new Span(places[from], ends[to - 1]);
  }

  boolean isChanged(int from, int to) {
    return changed[to] > changed[from];
  }

  boolean isWeak(int from, int to) {
    return weak[to] > weak[from];
  }

  private static final class Builder {
    private final String written;
    private final StringBuilder out;
    private int[] places;
    private int[] ends;
    private int[] changed;
    private int[] weak;
    private int changes;
    private int weakOnes;

    Builder(String written) {
      this.written = written;
      out = new StringBuilder(written.length());
      places = new int[written.length() + 1];
      ends = new int[places.length];
      changed = new int[places.length];
      weak = new int[places.length];
    }

    Refanged build(Matcher matcher) {
      int done = 0;
      int count = 0;
      do {
        copy(done, matcher.start());
        boolean isWeak = matcher.group("wdot") != null || matcher.group("wslash") != null;
        isWeak |= matcher.group("tme") != null;
        String meant = meant(matcher);
        for (int i = 0; i < meant.length(); i++) {
          put(meant.charAt(i), matcher.start(), matcher.end());
          changes++;
          weakOnes += isWeak ? 1 : 0;
        }
        if (meant.isEmpty()) {
          changes++;
        }
        done = matcher.end();
      } while (++count < MOST && matcher.find());
      copy(done, written.length());
      put('\0', written.length(), written.length());
      int length = out.length();
      out.setLength(length - 1);
      return new Refanged(
          out.toString(),
          Arrays.copyOf(places, length),
          Arrays.copyOf(ends, length),
          Arrays.copyOf(changed, length),
          Arrays.copyOf(weak, length));
    }

    private static String meant(Matcher matcher) {
      if (matcher.group("hidden") != null) {
        return "";
      }
      if (matcher.group("dot") != null || matcher.group("wdot") != null) {
        return ".";
      }
      if (matcher.group("slash") != null || matcher.group("wslash") != null) {
        return "/";
      }
      if (matcher.group("tme") != null) {
        return "t.me/";
      }
      boolean secure =
          !(matcher.group("s") == null ? matcher.group("t") : matcher.group("s")).isEmpty();
      return secure ? "https://" : "http://";
    }

    private void copy(int from, int to) {
      for (int i = from; i < to; i++) {
        put(written.charAt(i), i, i + 1);
      }
    }

    private void put(char c, int place, int end) {
      int at = out.length();
      if (at == places.length) {
        places = Arrays.copyOf(places, 2 * at);
        ends = Arrays.copyOf(ends, 2 * at);
        changed = Arrays.copyOf(changed, 2 * at);
        weak = Arrays.copyOf(weak, 2 * at);
      }
      places[at] = place;
      ends[at] = end;
      changed[at] = changes;
      weak[at] = weakOnes;
      out.append(c);
    }
  }
}
