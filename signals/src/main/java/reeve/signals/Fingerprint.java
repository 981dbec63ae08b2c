package reeve.signals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.signals.Part.Kind;

/** What copies of a text have in common, though each names another link, person or number. */
final class Fingerprint {
  private static final int BYTES = 8;

  private static final HexFormat HEX = HexFormat.of();

  /** Each ASCII character as it is kept; 0 where it is dropped. */
  private static final byte[] KEPT = Normal.ASCII.clone();

  static {
    for (char c = '0'; c <= '9'; c++) {
      KEPT[c] = 0;
    }
  }

  private Fingerprint() {}

  /**
   * The first 64 bits of the SHA-256 of what is left of a text, as 16 hexadecimal digits; null
   * where nothing is left.
   */
  static @Nullable String of(String text, List<Part> parts) {
    byte[] kept = new byte[text.length()];
    int length = ascii(text, parts, kept);
    if (length < 0) {
      kept = kept(text, parts).getBytes(StandardCharsets.UTF_8);
      length = kept.length;
    }
    if (length == 0) {
      return null;
    }
    MessageDigest sha256 = sha256();
    sha256.update(kept, 0, length);
    return HEX.formatHex(sha256.digest(), 0, BYTES);
  }

  /**
   * What {@link #kept} gives, of a text that is ASCII, as most are.
   *
   * @param into has room for the text
   * @return how many bytes; -1 where the text is more than ASCII
   */
  private static int ascii(String text, List<Part> parts, byte[] into) {
    int n = 0;
    byte before = ' ';
    int at = 0;
    int part = 0;
    while (at < text.length()) {
      while (part < parts.size()
          && (parts.get(part).kind() == Kind.HASHTAG || parts.get(part).from() < at)) {
        part++;
      }
      int end = part < parts.size() ? parts.get(part).from() : text.length();
      for (; at < end; at++) {
        char c = text.charAt(at);
        if (c >= 0x80) {
          return -1;
        }
        byte folded = KEPT[c];
        boolean dropped = folded == 0 || folded + before == Normal.SPACES;
        into[n] = folded;
        n += dropped ? 0 : 1;
        before = dropped ? before : folded;
      }
      if (part < parts.size()) {
        if (!isAscii(text, at, parts.get(part).to())) {
          return -1;
        }
        at = parts.get(part).to();
        if (before != ' ') {
          into[n++] = ' ';
          before = ' ';
        }
      }
    }
    return n > 0 && into[n - 1] == ' ' ? n - 1 : n;
  }

  private static boolean isAscii(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The normalised text without links, mentions and decimal digits. */
  static String kept(String text, List<Part> parts) {
    String plain = parts.isEmpty() ? Normal.of(text) : "";
    if (!plain.isEmpty() && isPlain(plain)) {
      return plain;
    }
    var words = new StringBuilder(text.length());
    int done = 0;
    for (Part part : parts) {
      if (part.kind() != Kind.HASHTAG && part.from() >= done) {
        words.append(text, done, part.from()).append(' ');
        done = part.to();
      }
    }
    String normal = Normal.of(words.append(text, done, text.length()).toString());
    words.setLength(0);
    for (int i = 0; i < normal.length(); ) {
      int point = normal.codePointAt(i);
      boolean doubled =
          point == ' ' && (words.isEmpty() || words.charAt(words.length() - 1) == ' ');
      if (!Character.isDigit(point) && !doubled) {
        words.appendCodePoint(point);
      }
      i += Character.charCount(point);
    }
    return words.toString().stripTrailing();
  }

  /** Whether nothing but ASCII stands there and no digit, as in most texts. */
  private static boolean isPlain(String normal) {
    for (int i = 0; i < normal.length(); i++) {
      char c = normal.charAt(i);
      if (c >= 0x80 || (c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
