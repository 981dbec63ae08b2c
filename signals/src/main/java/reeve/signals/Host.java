package reeve.signals;

import com.ibm.icu.text.IDNA;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of hosts: where one ends in a text, and its one form. */
final class Host {
  /** A host has so many characters at the most (RFC 1035), and each of its labels so many. */
  static final int MOST = 253;

  private static final int LABEL = 63;

  private static final IDNA NAMES =
      IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);

  /** What makes a name no name; that a label is unusual does not. */
  private static final Set<IDNA.Error> WRONG =
      Set.of(
          IDNA.Error.EMPTY_LABEL,
          IDNA.Error.LABEL_TOO_LONG,
          IDNA.Error.DOMAIN_NAME_TOO_LONG,
          IDNA.Error.PUNYCODE,
          IDNA.Error.INVALID_ACE_LABEL,
          IDNA.Error.DISALLOWED);

  /** The top-level domains, lower case, those of other scripts in both of their forms. */
  private static final Set<String> TOP = top();

  /** The longest top-level domain, in characters. */
  private static final int TOP_MOST = TOP.stream().mapToInt(String::length).max().orElseThrow();

  private Host() {}

  /**
   * Where the host that begins at an index ends, or -1 if none does. Of several ends the last is
   * taken that a known top-level domain makes; another one only where none does, or where a path
   * follows it, which the first word of a sentence has not.
   *
   * @param run the index behind the last character that may belong to it, of {@link #run}
   * @param written whether {@code http://} or a name and {@code @} stand before it, so that letters
   *     of all scripts, an address of IP version 4 and domains that are not known count too
   */
  static int end(String text, int start, int run, boolean written) {
    int best = -1;
    int plausible = -1;
    int label = start;
    boolean numbers = true;
    boolean latin = true;
    int count = 0;
    for (int i = start; i <= run; i++) {
      if (i < run && text.charAt(i) != '.') {
        latin &= isPart(text.charAt(i));
        numbers &= Links.isDigit(text.charAt(i));
        continue;
      }
      count++;
      if (count > 1) {
        int top = topEnd(text, label, i, run);
        if (top >= 0 && isBorder(text, top)) {
          best = top;
        } else if (written && isPlausible(text, label, i) && isBorder(text, i)) {
          plausible = i;
        }
      }
      if (!isLabel(text, label, i) || i + 1 - start > MOST) {
        break;
      }
      if (i == run && written && numbers && count == 4) {
        plausible = i;
      }
      label = i + 1;
    }
    boolean goesOn =
        plausible == run && latin && run < text.length() && "/:?".indexOf(text.charAt(run)) >= 0;
    int end = best >= 0 && !goesOn ? best : plausible;
    return end < 0 || end - start > MOST || underscored(text, start, end) ? -1 : end;
  }

  /** Where the characters end that may belong to a host; two dots in a row end it too. */
  static int run(String text, int start, boolean written) {
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean dots = c == '.' && i + 1 < text.length() && text.charAt(i + 1) == '.';
      if (dots || !(isPart(c) || (written && isForeign(text, i)))) {
        break;
      }
      i++;
    }
    return i;
  }

  /** Letters and digits of ASCII and the Latin letters beyond it, dots, hyphens, underscores. */
  static boolean isPart(char c) {
    return c == '.' || c == '-' || c == '_' || isLatin(c);
  }

  static boolean isLatin(char c) {
    return Links.isAlnum(c) || (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
  }

  private static boolean isForeign(String text, int at) {
    char c = text.charAt(at);
    if (c < 0x80) {
      return false;
    }
    if (Character.isLowSurrogate(c)) {
      return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
    int point = text.codePointAt(at);
    return Letters.isWord(point)
        || Character.getType(point) == Character.OTHER_SYMBOL
        || point == 0xb7
        || point == 0x30fb
        || point == 0x200c
        || point == 0x200d;
  }

  private static boolean isBorder(String text, int at) {
    return at >= text.length() || "@＠+".indexOf(text.charAt(at)) < 0;
  }

  private static boolean isLabel(String text, int from, int to) {
    return to > from
        && to - from <= LABEL
        && "-_".indexOf(text.charAt(from)) < 0
        && "-_".indexOf(text.charAt(to - 1)) < 0;
  }

  /** Underscores may stand in the names below a domain, not in the domain itself. */
  private static boolean underscored(String text, int start, int end) {
    int last = text.lastIndexOf('.', end - 1);
    int before = Math.max(start, text.lastIndexOf('.', last - 1));
    for (int i = before; i < end; i++) {
      if (text.charAt(i) == '_') {
        return true;
      }
    }
    return false;
  }

  /** Where a known top-level domain ends that begins at an index, or -1. */
  private static int topEnd(String text, int from, int to, int run) {
    int latin = from;
    while (latin < to && isPart(text.charAt(latin))) {
      latin++;
    }
    if (latin > from) {
      boolean known =
          latin - from <= TOP_MOST
              && TOP.contains(text.substring(from, latin).toLowerCase(Locale.ROOT));
      return known ? latin : -1;
    }
    if (from >= text.length() || text.charAt(from) < 0x80) {
      return -1;
    }
    // Behind the dot of a run without other scripts one of those may follow.
    int most = Math.min(to == run ? text.length() : to, from + TOP_MOST);
    for (int end = most; end > from; end--) {
      if (TOP.contains(text.substring(from, end)) && isOver(text, end)) {
        return end;
      }
    }
    return -1;
  }

  /** Whether a word of a script that writes spaces does not go on here. */
  private static boolean isOver(String text, int at) {
    return at == text.length()
        || !Letters.isWord(text.codePointAt(at))
        || Letters.isUnspaced(text.codePointAt(at));
  }

  private static boolean isPlausible(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80 ? !Links.isAlnum(c) || Links.isDigit(c) : !isForeign(text, i)) {
        return false;
      }
    }
    return to - from >= 2;
  }

  /**
   * The one form of a host: lower case, other scripts in ASCII (UTS #46), without {@code www.};
   * null if there is no such host.
   */
  static @Nullable String ascii(String written) {
    String host = written.toLowerCase(Locale.ROOT);
    boolean plain = !host.contains("xn--");
    for (int i = 0; plain && i < host.length(); i++) {
      plain = host.charAt(i) < 0x80;
    }
    if (!plain) {
      var info = new IDNA.Info();
      var ascii = new StringBuilder();
      NAMES.nameToASCII(host, ascii, info);
      if (info.getErrors().stream().anyMatch(WRONG::contains)) {
        return null;
      }
      host = ascii.toString();
    }
    return host.startsWith("www.") && host.indexOf('.', 4) > 0 ? host.substring(4) : host;
  }

  private static Set<String> top() {
    var top = new HashSet<String>();
    top.add("onion");
    try (var in = Host.class.getResourceAsStream("top-level-domains.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of top-level domains is missing");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> {
            top.add(line);
            var unicode = new StringBuilder();
            NAMES.labelToUnicode(line, unicode, new IDNA.Info());
            top.add(unicode.toString());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(top);
  }
}
