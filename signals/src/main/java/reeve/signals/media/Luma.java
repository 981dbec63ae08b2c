package reeve.signals.media;

/** How bright a picture is at each point. */
final class Luma {
  private final int width;
  private final int height;
  private final byte[] values;

  /**
   * Takes a picture.
   *
   * @param values a byte a point, 0 to 255 unsigned, row by row from the top left; nobody else
   *     changes them
   */
  Luma(int width, int height, byte[] values) {
    if (width < 1 || height < 1 || values.length != width * height) {
      throw new IllegalArgumentException("values do not fill the picture");
    }
    this.width = width;
    this.height = height;
    this.values = values;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The row from the top, as numbers from 0 to 255. */
  void row(int y, float[] into) {
    for (int x = 0, at = y * width; x < width; x++, at++) {
      into[x] = values[at] & 0xFF;
    }
  }

  /** The weights of ITU-R BT.601, in 65,536ths; they sum to 65,536. */
  static byte of(int red, int green, int blue) {
    return (byte) ((19_595 * red + 38_470 * green + 7_471 * blue + 32_768) >> 16);
  }
}
