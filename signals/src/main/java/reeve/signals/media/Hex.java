package reeve.signals.media;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hexadecimal digits as people write them. */
final class Hex {
  private Hex() {}

  /** The digits in lower case; null where there are others, or more or fewer of them. */
  static @Nullable String lower(String written, int digits) {
    if (written.length() != digits) {
      return null;
    }
    for (int i = 0; i < digits; i++) {
      if (Character.digit(written.charAt(i), 16) < 0 || written.charAt(i) >= 0x80) {
        return null;
      }
    }
    return written.toLowerCase(Locale.ROOT);
  }
}
