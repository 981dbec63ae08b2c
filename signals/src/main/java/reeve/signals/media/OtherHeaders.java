package reeve.signals.media;

import static reeve.signals.media.PictureHeader.unknown;

import reeve.signals.media.Picture.Format;
import reeve.signals.media.Picture.Problem;
import reeve.signals.media.PictureHeader.Colours;
import reeve.signals.media.PictureHeader.Known;

/** The beginnings of PNG, GIF and WebP. */
final class OtherHeaders {
  private OtherHeaders() {}

  /** PNG (W3C, third edition): the first chunk has the size; {@code acTL} says animated. */
  static PictureHeader png(FileBytes file) {
    long width = file.big32(16);
    long height = file.big32(20);
    if (!file.is(12, "IHDR") || width == 0 || height == 0) {
      return unknown(Problem.DAMAGED, "The PNG says no width or no height.");
    }
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      return unknown(Problem.DAMAGED, "The PNG is wider or higher than a PNG may be.");
    }
    boolean animated = false;
    long at = 8;
    while (at + 8 <= file.length() && !file.is((int) at + 4, "IDAT")) {
      animated |= file.is((int) at + 4, "acTL");
      at += 12 + file.big32((int) at);
    }
    return new Known(Format.PNG, (int) width, (int) height, animated, false, 1, Colours.DECODER);
  }

  /** GIF: blocks until the second picture, or the end. */
  static PictureHeader gif(FileBytes file) {
    int at = 13 + table(file.at(10));
    int width = 0;
    int height = 0;
    int pictures = 0;
    while (at < file.length() && pictures < 2) {
      int block = file.at(at++);
      if (block == ',') {
        if (pictures++ == 0) {
          width = file.little16(at + 4);
          height = file.little16(at + 6);
        }
        at += 9 + table(file.at(at + 8)) + 1;
      } else if (block == '!') {
        at++;
      } else {
        break;
      }
      while (at < file.length() && file.at(at) != 0) {
        at += 1 + file.at(at);
      }
      at++;
    }
    return width == 0 || height == 0
        ? unknown(Problem.DAMAGED, "The GIF has no picture in it.")
        : new Known(Format.GIF, width, height, pictures > 1, false, 1, Colours.DECODER);
  }

  /** The bytes of the table of colours that these flags announce. */
  private static int table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** WebP (RFC 9649): lossy, lossless, or extended, which may hold an animation. */
  static PictureHeader webp(FileBytes file) {
    if (file.is(12, "VP8X")) {
      boolean animated = (file.at(20) & 2) != 0;
      return webp(1 + file.little24(24), 1 + file.little24(27), animated);
    } else if (file.is(12, "VP8 ") && file.is(23, "\u009d\u0001*")) {
      return webp(file.little16(26) & 0x3FFF, file.little16(28) & 0x3FFF, false);
    } else if (file.is(12, "VP8L") && file.at(20) == 0x2F) {
      int low = file.little16(21);
      int high = file.little16(23);
      return webp(1 + (low & 0x3FFF), 1 + (low >> 14 | (high & 0xFFF) << 2), false);
    }
    return unknown(Problem.DAMAGED, "The WebP has no picture in it.");
  }

  /** Whether a WebP ends before the end that it says. */
  static boolean isCut(FileBytes file) {
    return file.little16(4) + ((long) file.little16(6) << 16) + 8 > file.length();
  }

  private static PictureHeader webp(int width, int height, boolean animated) {
    return width == 0 || height == 0
        ? unknown(Problem.DAMAGED, "The WebP says no width or no height.")
        : new Known(Format.WEBP, width, height, animated, true, 1, Colours.DECODER);
  }
}
