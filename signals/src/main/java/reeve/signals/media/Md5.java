package reeve.signals.media;

import org.jspecify.annotations.Nullable;

/**
 * The MD5 of a file.
 *
 * @param hex 32 hexadecimal digits in lower case
 */
public record Md5(String hex) implements Hash {
  public Md5 {
    if (!hex.equals(Hex.lower(hex, 32))) {
      throw new IllegalArgumentException("not 32 hexadecimal digits in lower case");
    }
  }

  /** What is written so, in either case; null where it is none. */
  public static @Nullable Md5 of(String hex) {
    String lower = Hex.lower(hex, 32);
    return lower == null ? null : new Md5(lower);
  }

  @Override
  public Kind kind() {
    return Kind.MD5;
  }
}
