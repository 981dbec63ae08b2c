package reeve.signals.media;

import static reeve.signals.media.PictureHeader.unknown;

import org.jspecify.annotations.Nullable;
import reeve.signals.media.Picture.Format;
import reeve.signals.media.Picture.Problem;
import reeve.signals.media.PictureHeader.Colours;
import reeve.signals.media.PictureHeader.Known;

/** The markers of a JPEG file (ITU-T T.81, annex B), to its end. */
final class JpegHeader {
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int ADOBE = 0xEE;

  private final FileBytes file;
  private int frame = -1;
  private int process;
  private int scans;
  private int adobe = -1;

  private JpegHeader(FileBytes file) {
    this.file = file;
  }

  static PictureHeader of(FileBytes file) {
    return new JpegHeader(file).read();
  }

  private PictureHeader read() {
    PictureHeader wrong = walk();
    if (wrong != null) {
      return wrong;
    }
    if (frame < 0 || scans == 0) {
      return unknown(Problem.DAMAGED, "The JPEG has no picture in it.");
    }
    if (process > 2 || file.at(frame) != 8) {
      return unknown(
          Problem.UNKNOWN_KIND, "Only JPEG with Huffman codes and 8 bits a sample is read.");
    }
    Colours colours = colours();
    if (colours == null) {
      return unknown(Problem.UNKNOWN_KIND, "A JPEG has one, three or four samples a pixel.");
    }
    int height = file.big16(frame + 1);
    int width = file.big16(frame + 3);
    if (width == 0 || height == 0) {
      return unknown(Problem.DAMAGED, "The JPEG says no width or no height.");
    }
    return new Known(Format.JPEG, width, height, false, process == 2 || scans > 1, scans, colours);
  }

  /** Goes through all markers; what is missing at the end is the decoder's matter. */
  private @Nullable PictureHeader walk() {
    int at = 2;
    while (at + 3 < file.length()) {
      if (file.at(at) != 0xFF || file.at(at + 1) == 0xFF || file.at(at + 1) == 0) {
        at++;
        continue;
      }
      int marker = file.at(at + 1);
      at += 2;
      if (marker == EOI) {
        return null;
      }
      if (marker == 1 || (marker >= 0xD0 && marker <= 0xD8)) {
        continue;
      }
      boolean isFrame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (isFrame && frame >= 0) {
        return unknown(Problem.DAMAGED, "The JPEG has two frames.");
      } else if (isFrame) {
        frame = at + 2;
        process = marker - 0xC0;
      } else if (marker == ADOBE && file.big16(at) >= 14 && file.is(at + 2, "Adobe")) {
        adobe = file.at(at + 13);
      } else if (marker == SOS && ++scans > PictureLimits.SCANS) {
        return unknown(
            Problem.TOO_MANY_SCANS, "A JPEG may have " + PictureLimits.SCANS + " scans.");
      }
      at += file.big16(at);
    }
    return null;
  }

  private @Nullable Colours colours() {
    boolean letters = file.at(frame + 6) == 'R';
    return switch (file.at(frame + 5)) {
      case 1 -> Colours.LUMA;
      case 3 -> adobe == 0 || (adobe < 0 && letters) ? Colours.RGB : Colours.LUMA;
      case 4 ->
          switch (adobe) {
            case -1 -> Colours.CMYK;
            case 2 -> Colours.YCCK;
            default -> Colours.INVERTED_CMYK;
          };
      default -> null;
    };
  }
}
