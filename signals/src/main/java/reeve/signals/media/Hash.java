package reeve.signals.media;

import org.jspecify.annotations.Nullable;

/** What a file or a picture is known by. */
public sealed interface Hash permits Pdq, Md5, Sha256 {
  /** The kinds of hashes. */
  enum Kind {
    /** {@link Pdq}: alike for pictures that look alike. */
    PDQ,

    /** {@link Md5}: of exactly these bytes. */
    MD5,

    /** {@link Sha256}: of exactly these bytes. */
    SHA256;

    /** The hash of this kind that is written so; null where it is none. Case does not matter. */
    public @Nullable Hash of(String hex) {
      return switch (this) {
        case PDQ -> Pdq.of(hex);
        case MD5 -> Md5.of(hex);
        case SHA256 -> Sha256.of(hex);
      };
    }
  }

  Kind kind();

  /** Lower case, without prefix: 64 digits of PDQ and SHA-256, 32 of MD5. */
  String hex();
}
