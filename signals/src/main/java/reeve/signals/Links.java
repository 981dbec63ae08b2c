package reeve.signals;

import org.jspecify.annotations.Nullable;
import reeve.signals.Part.Kind;

/** How far a link goes, after the grammar of twitter-text. */
final class Links {
  /** So many characters of a link are taken. */
  static final int MOST = 2_048;

  /** The shortener t.co gives no longer paths; what is longer is none of its links. */
  private static final int TCO = 40;

  private Links() {}

  /**
   * The link whose {@code http://} or {@code https://} was read, or null.
   *
   * @param from where the scheme begins
   * @param behind the index behind {@code ://}
   */
  static @Nullable Part written(String text, int from, int behind) {
    int host = behind;
    int i = behind;
    while (i < text.length() && isUser(text.charAt(i))) {
      i++;
    }
    if (i > behind && i < text.length() && text.charAt(i) == '@') {
      host = i + 1;
    }
    int end = Host.end(text, host, Host.run(text, host, true), true);
    return end < 0 ? null : link(text, from, host, end, true);
  }

  /** The link that begins with its host, or null. */
  static @Nullable Part bare(String text, int from, int run) {
    int end = Host.end(text, from, run, false);
    return end < 0 ? null : link(text, from, from, end, false);
  }

  private static @Nullable Part link(
      String text, int from, int host, int hostEnd, boolean written) {
    String name = Host.ascii(text.substring(host, hostEnd));
    if (name == null) {
      return null;
    }
    int most = Math.min(text.length(), Math.max(hostEnd, from + MOST));
    int rest = port(text, hostEnd, most);
    int end = rest;
    if (end < most && text.charAt(end) == '/') {
      if (written && name.equals("t.co")) {
        end = slug(text, end, most);
        if (end - rest > TCO + 1) {
          return null;
        }
      } else {
        end = path(text, end, most);
      }
    }
    if (end < most && text.charAt(end) == '?') {
      end = query(text, end, most);
    }
    return new Part(Kind.LINK, from, end, name, rest);
  }

  private static int port(String text, int at, int most) {
    int i = at;
    if (i < most && text.charAt(i) == ':') {
      i++;
      while (i < most && isDigit(text.charAt(i))) {
        i++;
      }
    }
    return i > at + 1 ? i : at;
  }

  private static int slug(String text, int at, int most) {
    int i = at + 1;
    while (i < most && isAlnum(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int path(String text, int at, int most) {
    int end = at + 1;
    int i = at + 1;
    while (i < most) {
      char c = text.charAt(i);
      if (c == '(') {
        i = behindParentheses(text, i, most);
        if (i < 0) {
          break;
        }
        end = i;
      } else if (isLetter(text, i) || "=_#/-+".indexOf(c) >= 0) {
        i++;
        end = i;
      } else if (isBetween(c)) {
        i++;
      } else {
        break;
      }
    }
    return end;
  }

  /** The index behind what is in parentheses, one level within another, or -1. */
  private static int behindParentheses(String text, int at, int most) {
    int depth = 1;
    for (int i = at + 1; i < most; i++) {
      char c = text.charAt(i);
      if (c == '(') {
        if (++depth > 2) {
          return -1;
        }
      } else if (c == ')') {
        if (--depth == 0) {
          return i > at + 1 ? i + 1 : -1;
        }
      } else if (!(isLetter(text, i) || "=_#/-+".indexOf(c) >= 0 || isBetween(c))) {
        return -1;
      }
    }
    return -1;
  }

  private static int query(String text, int at, int most) {
    int end = at;
    for (int i = at + 1; i < most; i++) {
      char c = text.charAt(i);
      if (isLetter(text, i) || "-_&=#/".indexOf(c) >= 0) {
        end = i + 1;
      } else if ("!?*'();:+$%[].,~|@".indexOf(c) < 0) {
        break;
      }
    }
    return end;
  }

  /** What may stand in a path, but not at its end. */
  private static boolean isBetween(char c) {
    return "!*';:,.$%[]~|&@\u2013".indexOf(c) >= 0;
  }

  /** Letters of scripts with spaces between words; a link ends where the others begin. */
  private static boolean isLetter(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      return isAlnum(c);
    }
    int point = text.codePointAt(at);
    if (Character.isLowSurrogate(c) && at > 0) {
      point = text.codePointBefore(at + 1);
    }
    return Letters.isWord(point) && !Letters.isUnspaced(point);
  }

  private static boolean isUser(char c) {
    return isAlnum(c) || "-._~!$&'()*+,;=:%".indexOf(c) >= 0;
  }

  static boolean isAlnum(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
