package reeve.signals.media;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;
import reeve.signals.media.PictureHeader.Colours;

/**
 * Turns decoded samples into luminance. Colour profiles are not followed, nor are they by those who
 * made PDQ; what is transparent is seen on white.
 */
final class Samples {
  private Samples() {}

  /**
   * The luminance of each pixel.
   *
   * @param model what the decoder says of the samples; null where {@code colours} says it
   */
  static Luma luma(Raster raster, Colours colours, @Nullable ColorModel model) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int bands = raster.getNumBands();
    byte[] values = new byte[width * height];
    int[] row = new int[width * bands];
    byte[] palette = model instanceof IndexColorModel index ? palette(index) : null;
    int[] shift = new int[bands];
    for (int band = 0; band < bands; band++) {
      shift[band] = raster.getSampleModel().getSampleSize(band) - 8;
    }
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      if (palette != null) {
        for (int x = 0; x < width; x++) {
          values[y * width + x] = palette[Math.min(row[x], palette.length - 1)];
        }
      } else {
        eightBits(row, shift);
        mix(row, bands, colours, values, y * width);
      }
    }
    return new Luma(width, height, values);
  }

  private static byte[] palette(IndexColorModel model) {
    byte[] palette = new byte[model.getMapSize()];
    for (int i = 0; i < palette.length; i++) {
      int luma = Luma.of(model.getRed(i), model.getGreen(i), model.getBlue(i)) & 0xFF;
      palette[i] = onWhite(luma, model.getAlpha(i));
    }
    return palette;
  }

  /** Brings samples of 1 to 16 bits to 8. */
  private static void eightBits(int[] row, int[] shift) {
    for (int band = 0; band < shift.length; band++) {
      int by = shift[band];
      if (by != 0) {
        int most = (1 << (by + 8)) - 1;
        for (int i = band; i < row.length; i += shift.length) {
          row[i] = by > 0 ? row[i] >> by : row[i] * 255 / most;
        }
      }
    }
  }

  private static void mix(int[] row, int bands, Colours colours, byte[] values, int at) {
    for (int i = 0; i < row.length; i += bands) {
      values[at++] =
          switch (colours) {
            case LUMA -> (byte) row[i];
            case RGB -> Luma.of(row[i], row[i + 1], row[i + 2]);
            case INVERTED_CMYK -> inked(Luma.of(row[i], row[i + 1], row[i + 2]), row[i + 3]);
            case CMYK ->
                inked(Luma.of(255 - row[i], 255 - row[i + 1], 255 - row[i + 2]), 255 - row[i + 3]);
            case YCCK -> inked((byte) (255 - row[i]), row[i + 3]);
            case DECODER ->
                switch (bands) {
                  case 1 -> (byte) row[i];
                  case 2 -> onWhite(row[i], row[i + 1]);
                  case 3 -> Luma.of(row[i], row[i + 1], row[i + 2]);
                  default -> onWhite(Luma.of(row[i], row[i + 1], row[i + 2]) & 0xFF, row[i + 3]);
                };
          };
    }
  }

  /** What black ink leaves of a luminance: 255 is no ink. */
  private static byte inked(byte luma, int black) {
    return (byte) ((luma & 0xFF) * black / 255);
  }

  private static byte onWhite(int luma, int alpha) {
    return (byte) ((luma * alpha + 255 * (255 - alpha)) / 255);
  }
}
