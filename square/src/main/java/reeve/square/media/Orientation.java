package reeve.square.media;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How a camera held a JPEG: tag 0x0112 of the first directory of its EXIF segment (EXIF 2.32,
 * 4.6.4). It must be read before the metadata goes, or the picture lies on its side.
 */
final class Orientation {
  private Orientation() {}

  /** 1 to 8; 1 where nothing readable says otherwise. */
  static int of(byte[] jpeg) {
    var in = ByteBuffer.wrap(jpeg);
    int at = 2;
    while (at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
      int marker = jpeg[at + 1] & 0xFF;
      int length = in.getShort(at + 2) & 0xFFFF;
      if (marker == 0xDA || length < 2 || at + 2 + length > jpeg.length) {
        return 1;
      }
      if (marker == 0xE1 && length >= 16 && in.getInt(at + 4) == 0x45786966) {
        return fromTiff(in.slice(at + 10, length - 8));
      }
      at += 2 + length;
    }
    return 1;
  }

  private static int fromTiff(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return 1;
    }
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return 1;
    }
    int entries = tiff.getShort(directory) & 0xFFFF;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (entry + 12 > tiff.limit()) {
        return 1;
      }
      if ((tiff.getShort(entry) & 0xFFFF) == 0x0112) {
        int value = tiff.getShort(entry + 8) & 0xFFFF;
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** Whether width and height change places. */
  static boolean turned(int orientation) {
    return orientation >= 5;
  }

  /** From the stored picture to the upright one. */
  static AffineTransform upright(int orientation, BufferedImage stored) {
    double w = stored.getWidth();
    double h = stored.getHeight();
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
      default -> new AffineTransform();
    };
  }
}
