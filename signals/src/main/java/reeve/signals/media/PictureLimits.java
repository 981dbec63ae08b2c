package reeve.signals.media;

import java.time.Duration;

/**
 * How much work a picture may make.
 *
 * @param bytes of the file
 * @param pixels that the file claims to have
 * @param wholePixels the same where a decoder has to hold the whole picture: progressive JPEG and
 *     WebP, about 8 bytes a pixel
 * @param keptPixels that are kept of it; of a greater picture every second, third... row and column
 *     is read
 * @param time to decode it
 */
public record PictureLimits(
    int bytes, long pixels, long wholePixels, int keptPixels, Duration time) {
  /** A JPEG may have so many scans; one that is sent to load step by step has ten. */
  static final int SCANS = 64;

  /** 16 MiB, 100 million pixels, 16 million whole, 4 million kept, 5 seconds. */
  public static final PictureLimits STANDARD =
      new PictureLimits(16 << 20, 100_000_000, 16_000_000, 4_000_000, Duration.ofSeconds(5));

  public PictureLimits {
    if (bytes < 1
        || wholePixels < 1
        || pixels < wholePixels
        || keptPixels < 128 * 128
        || time.isNegative()
        || time.isZero()) {
      throw new IllegalArgumentException("limits of pictures must be positive");
    }
  }
}
