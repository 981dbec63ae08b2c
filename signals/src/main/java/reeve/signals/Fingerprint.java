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

  private Fingerprint() {}

  /**
   * The first 64 bits of the SHA-256 of what is left of a text, as 16 hexadecimal digits; null
   * where nothing is left.
   */
  static @Nullable String of(String text, List<Part> parts) {
    String kept = kept(text, parts);
    if (kept.isEmpty()) {
      return null;
    }
    byte[] digest = sha256().digest(kept.getBytes(StandardCharsets.UTF_8));
    return HEX.formatHex(digest, 0, BYTES);
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
