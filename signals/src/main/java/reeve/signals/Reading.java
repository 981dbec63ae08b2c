package reeve.signals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reeve.signals.Part.Kind;

/**
 * Reads a text once from its beginning to its end for mentions, hashtags and links, after the
 * grammar of twitter-text; where it differs, its tests say why.
 */
final class Reading {
  /** A handle has so many characters at the most, and a hashtag. */
  static final int HANDLE = 64;

  static final int HASHTAG = 256;

  /** What else stands within hashtags: joiners, and marks of some scripts. */
  private static final String JOINERS =
      "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003"
          + "\u0f0b\u0f0c\u00b7";

  /** The ASCII characters at which a part may be found. */
  private static final boolean[] BEGINS = new boolean[0x80];

  static {
    for (char c : "@#:.".toCharArray()) {
      BEGINS[c] = true;
    }
  }

  private final String text;
  private final List<Part> parts = new ArrayList<>();

  /** Where the last link ended. */
  private int floor;

  /** Up to here a run of characters of a host was looked at. */
  private int seen;

  private Reading(String text) {
    this.text = text;
  }

  /**
   * The parts of a text in their order; they do not overlap, but a hashtag may hold a bare link.
   */
  static List<Part> of(String text) {
    var reading = new Reading(text);
    reading.read();
    return reading.parts;
  }

  private void read() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < 0x80 ? !BEGINS[c] : c < '＃') {
        i++;
        continue;
      }
      Part part =
          switch (c) {
            case '@', '＠' -> mention(i);
            case '#', '＃' -> hashtag(i);
            case ':' -> written(i);
            case '.' -> bare(i);
            default -> null;
          };
      if (part == null) {
        i++;
      } else {
        parts.add(part);
        i = part.to();
        if (part.kind() == Kind.LINK) {
          floor = i;
        }
      }
    }
  }

  private @Nullable Part mention(int at) {
    if (!mayMention(at)) {
      return null;
    }
    int end = at + 1;
    while (end < text.length() && isHandle(text.charAt(end))) {
      end++;
    }
    int length = end - at - 1;
    if (length == 0 || length > HANDLE || isScheme(end)) {
      return null;
    }
    if (end < text.length()) {
      char next = text.charAt(end);
      if (isAt(next)) {
        return mentionElsewhere(at, end);
      }
      if (Host.isLatin(next)) {
        return null;
      }
    }
    return new Part(Kind.MENTION, at, end, lower(at + 1, end), end);
  }

  /** {@code @name@host}, as people of another server are mentioned. */
  private @Nullable Part mentionElsewhere(int at, int end) {
    int host = end + 1;
    int hostEnd = Host.end(text, host, Host.run(text, host, false), true);
    String name = hostEnd < 0 ? null : Host.ascii(text.substring(host, hostEnd));
    return name == null
        ? null
        : new Part(Kind.MENTION, at, hostEnd, lower(at + 1, end) + "@" + name, hostEnd);
  }

  private boolean mayMention(int at) {
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    if (!isHandle(before) && "!#$%&*@＠".indexOf(before) < 0) {
      return true;
    }
    // As in RT@name, an old way to write a boost.
    if (at < 2 || !text.regionMatches(true, at - 2, "rt", 0, 2)) {
      return false;
    }
    return at == 2 || (!isHandle(text.charAt(at - 3)) && "+~.-".indexOf(text.charAt(at - 3)) < 0);
  }

  private @Nullable Part hashtag(int at) {
    if (at > 0) {
      int before = text.codePointBefore(at);
      if (before == '&' || (isTag(before) && before != '\ufe0e' && before != '\ufe0f')) {
        return null;
      }
    }
    boolean letter = false;
    int end = at + 1;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      if (!isTag(point) || (end == at + 1 && (point == '\ufe0f' || point == '\u20e3'))) {
        break;
      }
      letter |= Letters.isWord(point) && !Character.isDigit(point);
      end += Character.charCount(point);
    }
    if (!letter || end - at > HASHTAG || isScheme(end)) {
      return null;
    }
    if (end < text.length() && isHash(text.charAt(end))) {
      return null;
    }
    return new Part(Kind.HASHTAG, at, end, text.substring(at + 1, end), end);
  }

  /** A link with a scheme, seen at its colon. */
  private @Nullable Part written(int colon) {
    if (!isScheme(colon)) {
      return null;
    }
    int from = colon - 4;
    if (from > 0 && (text.charAt(colon - 1) | 0x20) == 's') {
      from--;
    }
    if (from < floor || !text.regionMatches(true, from, "http", 0, 4)) {
      return null;
    }
    if (from > 0 && (Links.isAlnum(text.charAt(from - 1)) || isForbidden(text.charAt(from - 1)))) {
      return null;
    }
    return Links.written(text, from, colon + 3);
  }

  /** A link without a scheme, seen at its first dot. */
  private @Nullable Part bare(int dot) {
    if (dot < seen || dot + 1 == text.length()) {
      return null;
    }
    char next = text.charAt(dot + 1);
    if (next < 0x80 && !Links.isAlnum(next)) {
      return null;
    }
    int from = dot;
    while (from > floor && Host.isPart(text.charAt(from - 1)) && !isDots(from - 2)) {
      from--;
    }
    if (from == dot) {
      return null;
    }
    int run = Host.run(text, dot, false);
    seen = run;
    if (!Host.isLatin(text.charAt(from))) {
      return null;
    }
    if (from > 0 && !isDots(from - 2)) {
      char before = text.charAt(from - 1);
      if (Host.isPart(before) || before == '/' || isForbidden(before)) {
        return null;
      }
    }
    return Links.bare(text, from, run);
  }

  private boolean isDots(int at) {
    return at >= 0 && text.startsWith("..", at);
  }

  private static boolean isForbidden(char before) {
    return "@＠$#＃".indexOf(before) >= 0;
  }

  private boolean isScheme(int at) {
    return text.startsWith("://", at);
  }

  private String lower(int from, int to) {
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static boolean isHandle(char c) {
    return Links.isAlnum(c) || c == '_';
  }

  private static boolean isAt(char c) {
    return c == '@' || c == '＠';
  }

  private static boolean isHash(char c) {
    return c == '#' || c == '＃';
  }

  private static boolean isTag(int point) {
    return Letters.isWord(point) || JOINERS.indexOf(point) >= 0;
  }
}
