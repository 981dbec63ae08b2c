package reeve.signals.likeness;

/**
 * An account in a ranking: its features with their weights, of each kind as a vector of length one
 * at most.
 */
final class Member {
  /**
   * Added under the root of a length, in nats squared: of whom little is known, that little is not
   * everything. As much as sixty rare things.
   */
  private static final double LITTLE = 2_500;

  final Vector vector;
  final long[] features;
  final float[] weights;

  /** Where each kind begins among the features; one more at the end. */
  private final int[] begins;

  private Member(Vector vector, long[] features, float[] weights, int[] begins) {
    this.vector = vector;
    this.features = features;
    this.weights = weights;
    this.begins = begins;
  }

  /**
   * Term frequency times rarity, of each kind scaled to length one, or less where there is little
   * (Salton and Buckley, 1988).
   *
   * @param among by which rarity is measured
   */
  static Member of(Vector vector, Rarity rarity, int among) {
    long[] features = vector.features;
    float[] weights = new float[features.length];
    int[] begins = new int[Kind.count() + 1];
    int at = 0;
    for (int kind = 0; kind < Kind.count(); kind++) {
      begins[kind] = at;
      double square = 0;
      int end = at;
      while (end < features.length && (features[end] >>> Feature.HASH_BITS) == kind) {
        float often = 1 + (float) Math.log(vector.counts[end]);
        float weight = often * rarity.weight(features[end], among);
        weights[end] = weight;
        square += (double) weight * weight;
        end++;
      }
      float scale = square == 0 ? 0 : (float) (1 / Math.sqrt(square + LITTLE));
      for (; at < end; at++) {
        weights[at] *= scale;
      }
    }
    begins[Kind.count()] = at;
    return new Member(vector, features, weights, begins);
  }

  int begin(Kind kind) {
    return begins[kind.code()];
  }

  int end(Kind kind) {
    return begins[kind.code() + 1];
  }
}
