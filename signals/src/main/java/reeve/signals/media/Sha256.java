package reeve.signals.media;

import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a file.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record Sha256(String hex) implements Hash {
  public Sha256 {
    if (!hex.equals(Hex.lower(hex, 64))) {
      throw new IllegalArgumentException("not 64 hexadecimal digits in lower case");
    }
  }

  /** What is written so, in either case; null where it is none. */
  public static @Nullable Sha256 of(String hex) {
    String lower = Hex.lower(hex, 64);
    return lower == null ? null : new Sha256(lower);
  }

  @Override
  public Kind kind() {
    return Kind.SHA256;
  }
}
