package reeve.signals.media;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A PDQ hash: 256 bits, of which pictures that look alike share most. The words are in the order in
 * which the hash is written, {@code a} first.
 *
 * @see PictureHash
 */
public record Pdq(long a, long b, long c, long d) implements Hash {
  public static final int BITS = 256;

  /** Two pictures match up to this distance, as the authors of PDQ advise. */
  public static final int MATCH = 31;

  private static final int DIGITS = BITS / 4;

  /** The hash that 64 hexadecimal digits write, in either case; null where it is none. */
  public static @Nullable Pdq of(String hex) {
    String lower = Hex.lower(hex, DIGITS);
    if (lower == null) {
      return null;
    }
    return new Pdq(word(lower, 0), word(lower, 1), word(lower, 2), word(lower, 3));
  }

  private static long word(String hex, int at) {
    return HexFormat.fromHexDigitsToLong(hex, 16 * at, 16 * at + 16);
  }

  /** In how many of the 256 bits they differ (Hamming). */
  public int distance(Pdq other) {
    return Long.bitCount(a ^ other.a)
        + Long.bitCount(b ^ other.b)
        + Long.bitCount(c ^ other.c)
        + Long.bitCount(d ^ other.d);
  }

  @Override
  public Kind kind() {
    return Kind.PDQ;
  }

  @Override
  public String hex() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }

  @Override
  public String toString() {
    return hex();
  }
}
