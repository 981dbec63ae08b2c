package reeve.signals.media;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The PDQ hash of a picture, after "PDQ and TMK+PDQF" (Facebook, 2019): the luminance is blurred by
 * a box filter, twice in each direction, and sampled on a grid of 64 x 64; of its cosine transform
 * the 16 x 16 lowest frequencies but the constants are compared with their median.
 *
 * @param quality 0 to 100: how much there is to see on the grid
 * @param turns the hash of the picture in each {@link Turn}
 */
public record PictureHash(int quality, Map<Turn, Pdq> turns) {
  /** Up to this quality a hash says nothing: flat pictures all look alike. */
  public static final int DISCARDED = 49;

  private static final int SIDE = 16;

  public PictureHash {
    turns = Collections.unmodifiableMap(new EnumMap<>(turns));
    if (quality < 0 || quality > 100 || turns.size() != Turn.values().length) {
      throw new IllegalArgumentException("no quality or turns of a picture");
    }
  }

  /** Of a decoded picture. */
  static PictureHash of(Luma picture) {
    float[] grid = PdqGrid.of(picture);
    float[] waves = PdqGrid.cosines(grid);
    Map<Turn, Pdq> turns = new EnumMap<>(Turn.class);
    for (Turn turn : Turn.values()) {
      turns.put(turn, bits(turned(waves, turn)));
    }
    return new PictureHash(PdqGrid.quality(grid), turns);
  }

  /** The hash of the picture as it is. */
  public Pdq hash() {
    return Objects.requireNonNull(turns.get(Turn.NONE));
  }

  /** Whether the hash says nothing, and is to be looked up nowhere. */
  public boolean discarded() {
    return quality <= DISCARDED;
  }

  /** Mirroring a picture changes the sign of its odd waves, transposing it swaps the directions. */
  private static float[] turned(float[] waves, Turn turn) {
    boolean swap =
        switch (turn) {
          case NONE, HALF, MIRRORED, FLIPPED -> false;
          case LEFT, RIGHT, TRANSPOSED, ANTITRANSPOSED -> true;
        };
    boolean acrossOdd =
        switch (turn) {
          case NONE, FLIPPED, TRANSPOSED, LEFT -> false;
          case HALF, MIRRORED, ANTITRANSPOSED, RIGHT -> true;
        };
    boolean downOdd =
        switch (turn) {
          case NONE, MIRRORED, TRANSPOSED, RIGHT -> false;
          case HALF, FLIPPED, ANTITRANSPOSED, LEFT -> true;
        };
    float[] turned = new float[waves.length];
    for (int down = 0; down < SIDE; down++) {
      for (int across = 0; across < SIDE; across++) {
        float wave = waves[swap ? across * SIDE + down : down * SIDE + across];
        // The first of each direction is frequency 1.
        boolean negative = (acrossOdd && across % 2 == 0) ^ (downOdd && down % 2 == 0);
        turned[down * SIDE + across] = negative ? -wave : wave;
      }
    }
    return turned;
  }

  /** A bit is set where a wave is above the lower median; the first wave is the last bit. */
  private static Pdq bits(float[] waves) {
    float[] sorted = waves.clone();
    Arrays.sort(sorted);
    float median = sorted[sorted.length / 2 - 1];
    long[] words = new long[4];
    for (int i = 0; i < waves.length; i++) {
      if (waves[i] > median) {
        words[3 - i / Long.SIZE] |= 1L << i;
      }
    }
    return new Pdq(words[0], words[1], words[2], words[3]);
  }
}
