package reeve.signals.media;

/** What came of reading a file as a picture. */
public sealed interface Picture {
  /** What can be read. */
  enum Format {
    JPEG,
    PNG,
    GIF,
    WEBP
  }

  /** Why a file is no picture that can be hashed. */
  enum Problem {
    /** The file has no bytes. */
    EMPTY,
    /** The file is larger than {@link PictureLimits#bytes}. */
    TOO_MANY_BYTES,
    /** The file is none of the {@link Format}s. */
    UNKNOWN_FORMAT,
    /** SVG: a drawing in a language of its own, which is not run. */
    VECTOR,
    /** One of the formats, of a rare kind that is not read. */
    UNKNOWN_KIND,
    /** The file claims more pixels than {@link PictureLimits} allow. */
    TOO_MANY_PIXELS,
    /** A JPEG has more scans than {@link PictureLimits#SCANS}. */
    TOO_MANY_SCANS,
    /** The file ends too early or contradicts itself. */
    DAMAGED,
    /** Decoding took longer than {@link PictureLimits#time}. */
    OUT_OF_TIME
  }

  /**
   * A picture.
   *
   * @param width in pixels, as the file has it
   * @param height in pixels, as the file has it
   * @param animated whether the file has more frames than the first, which is the one that was read
   * @param whole false where the file breaks off; what came of the picture was read
   * @param hash of what was read
   */
  record Decoded(
      Format format, int width, int height, boolean animated, boolean whole, PictureHash hash)
      implements Picture {}

  /**
   * No picture.
   *
   * @param detail what is wrong with this file, in a sentence without its content
   */
  record Refused(Problem problem, String detail) implements Picture {}
}
