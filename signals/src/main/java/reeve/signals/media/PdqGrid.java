package reeve.signals.media;

/** The steps from a picture to its 16 x 16 waves. */
final class PdqGrid {
  private static final int SIDE = 64;
  private static final int WAVES = 16;

  /** Gradients of this sum make a quality of 1. */
  private static final int QUALITY_UNIT = 90;

  /** {@code COSINES[k * SIDE + n]}: wave {@code k + 1} of the cosine transform (DCT-II) at n. */
  private static final float[] COSINES = new float[WAVES * SIDE];

  static {
    double scale = Math.sqrt(2.0 / SIDE);
    for (int k = 0; k < WAVES; k++) {
      for (int n = 0; n < SIDE; n++) {
        COSINES[k * SIDE + n] =
            (float) (scale * Math.cos(Math.PI / 2 / SIDE * (k + 1) * (2 * n + 1)));
      }
    }
  }

  private PdqGrid() {}

  /**
   * The picture blurred and sampled at 64 x 64 points. Filters of different directions commute: so
   * only the sampled columns are filtered downwards.
   */
  static float[] of(Luma picture) {
    int width = picture.width();
    int height = picture.height();
    float[] columns = new float[SIDE * height];
    int across = window(width);
    float[] row = new float[width];
    float[] twice = new float[width];
    for (int y = 0; y < height; y++) {
      picture.row(y, row);
      blur(row, twice, across);
      blur(twice, row, across);
      for (int i = 0; i < SIDE; i++) {
        columns[i * height + y] = row[at(i, width)];
      }
    }
    int down = window(height);
    float[] column = new float[height];
    float[] blurred = new float[height];
    float[] grid = new float[SIDE * SIDE];
    for (int i = 0; i < SIDE; i++) {
      System.arraycopy(columns, i * height, column, 0, height);
      blur(column, blurred, down);
      blur(blurred, column, down);
      for (int j = 0; j < SIDE; j++) {
        grid[j * SIDE + i] = column[at(j, height)];
      }
    }
    return grid;
  }

  /** The width of the box: half of what lies between two samples, and at least one. */
  private static int window(int length) {
    return (length + 2 * SIDE - 1) / (2 * SIDE);
  }

  private static int at(int sample, int length) {
    return (int) ((sample + 0.5) * length / SIDE);
  }

  /** Means over the box around each point; at the edges of what there is of it. */
  private static void blur(float[] from, float[] to, int window) {
    int length = from.length;
    int right = window / 2;
    int left = window - 1 - right;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < Math.min(right, length); i++) {
      sum += from[i];
      count++;
    }
    for (int i = 0; i < length; i++) {
      if (i + right < length) {
        sum += from[i + right];
        count++;
      }
      if (i - left - 1 >= 0) {
        sum -= from[i - left - 1];
        count--;
      }
      to[i] = (float) (sum / count);
    }
  }

  /** The sum of the steps between neighbours, each in whole hundredths of the range. */
  static int quality(float[] grid) {
    int sum = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float here = grid[y * SIDE + x];
        if (y + 1 < SIDE) {
          sum += Math.abs((int) ((here - grid[(y + 1) * SIDE + x]) * 100 / 255));
        }
        if (x + 1 < SIDE) {
          sum += Math.abs((int) ((here - grid[y * SIDE + x + 1]) * 100 / 255));
        }
      }
    }
    return Math.min(100, sum / QUALITY_UNIT);
  }

  /** The lowest 16 waves of both directions but the constants: down first, then across. */
  static float[] cosines(float[] grid) {
    float[] half = new float[WAVES * SIDE];
    for (int k = 0; k < WAVES; k++) {
      for (int n = 0; n < SIDE; n++) {
        float cosine = COSINES[k * SIDE + n];
        for (int x = 0; x < SIDE; x++) {
          half[k * SIDE + x] += cosine * grid[n * SIDE + x];
        }
      }
    }
    float[] waves = new float[WAVES * WAVES];
    for (int k = 0; k < WAVES; k++) {
      for (int l = 0; l < WAVES; l++) {
        float sum = 0;
        for (int x = 0; x < SIDE; x++) {
          sum += half[k * SIDE + x] * COSINES[l * SIDE + x];
        }
        waves[k * WAVES + l] = sum;
      }
    }
    return waves;
  }
}
