package reeve.server.staff;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Base32 after RFC 4648 without padding, in which authenticators take their secret. */
final class Base32 {
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Base32() {}

  static String encode(byte[] bytes) {
    var text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte b : bytes) {
      held = (held << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(DIGITS.charAt((held >> bits) & 31));
      }
    }
    if (bits > 0) {
      text.append(DIGITS.charAt((held << (5 - bits)) & 31));
    }
    return text.toString();
  }

  static byte[] decode(String text) {
    var bytes = new ByteArrayOutputStream();
    int held = 0;
    int bits = 0;
    for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
      int digit = DIGITS.indexOf(c);
      if (digit < 0) {
        throw new IllegalArgumentException("Base32 has A to Z and 2 to 7");
      }
      held = (held << 5) | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.write(held >> bits);
      }
    }
    return bytes.toByteArray();
  }
}
