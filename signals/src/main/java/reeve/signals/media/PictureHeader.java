package reeve.signals.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import reeve.signals.media.Picture.Format;
import reeve.signals.media.Picture.Problem;
import reeve.signals.media.Picture.Refused;

/** What a file says of its picture before any decoder sees it. Read in time linear in the file. */
sealed interface PictureHeader {
  /** How the samples of a pixel are to be understood. */
  enum Colours {
    /** As the decoder says. */
    DECODER,
    /** One sample, or the first of luminance and two colours. */
    LUMA,
    /** Red, green, blue. */
    RGB,
    /** Ink: cyan, magenta, yellow, black. */
    CMYK,
    /** The same as light: 255 is no ink, as Adobe writes it. */
    INVERTED_CMYK,
    /** Luminance and colours of what ink leaves, and inverted black, as Adobe writes it. */
    YCCK
  }

  /**
   * A file of a known format.
   *
   * @param whole whether its decoder holds the whole picture
   * @param scans of a JPEG; 1 of others
   */
  record Known(
      Format format,
      int width,
      int height,
      boolean animated,
      boolean whole,
      int scans,
      Colours colours)
      implements PictureHeader {
    long pixels() {
      return (long) width * height;
    }
  }

  /** A file that none can read. */
  record Unknown(Refused why) implements PictureHeader {}

  static PictureHeader of(byte[] file) {
    var bytes = new FileBytes(file);
    try {
      if (bytes.starts("\u00ff\u00d8\u00ff")) {
        return JpegHeader.of(bytes);
      } else if (bytes.starts("\u0089PNG\r\n\u001a\n")) {
        return OtherHeaders.png(bytes);
      } else if (bytes.starts("GIF87a") || bytes.starts("GIF89a")) {
        return OtherHeaders.gif(bytes);
      } else if (bytes.starts("RIFF") && file.length > 12 && bytes.is(8, "WEBP")) {
        return OtherHeaders.webp(bytes);
      }
    } catch (IndexOutOfBoundsException e) {
      return unknown(Problem.DAMAGED, "The file ends within its headers.");
    }
    String start =
        new String(file, 0, Math.min(file.length, 4096), StandardCharsets.UTF_8)
            .toLowerCase(Locale.ROOT);
    return start.contains("<svg")
        ? unknown(Problem.VECTOR, "SVG is not read; ask for the picture as PNG or JPEG.")
        : unknown(Problem.UNKNOWN_FORMAT, "The file is no JPEG, PNG, GIF or WebP.");
  }

  static Unknown unknown(Problem problem, String detail) {
    return new Unknown(new Refused(problem, detail));
  }
}
