package reeve.signals.likeness;

import java.util.Arrays;
import java.util.List;

/**
 * Orders a pool of accounts by how near they are to the seeds: not by each one's likeness to a seed
 * alone, but along the likenesses between them all, so that the middle of a group is found from its
 * edge.
 *
 * <ol>
 *   <li>Likeness of two accounts: of each kind the cosine, scaled by how like each of the two is to
 *       its nearest (local scaling, after Zelnik-Manor and Perona, 2004), so that who is a little
 *       like everybody is near to nobody; summed over kinds by their weights.
 *   <li>Each is joined to its nearest.
 *   <li>A walk that begins anew at the seeds (personalised PageRank; Page and others, 1999) over
 *       the joins, normalised on both sides, gives the order.
 * </ol>
 */
final class Ranking {
  /** Neighbours of each. */
  static final int NEAREST = 50;

  /** By whom each is scaled. */
  private static final int SCALING = 20;

  /**
   * How often the walk goes on rather than beginning anew, from one seed and from ten or more: few
   * seeds say little of their group, so that the walk goes further. Chosen on the sets of
   * docs/evaluation.md.
   */
  private static final float ON_FROM_ONE = 0.9f;

  private static final float ON_FROM_TEN = 0.65f;

  private static final int STEPS = 30;

  /** The part of the walk that begins not at the seeds but at whoever is like them. */
  private static final float DIRECT = 0.5f;

  /** A feature that more of the pool share than this joins nobody in it. */
  private static final double COMMON = 0.7;

  private final List<Member> pool;
  private final int size;

  Ranking(List<Member> pool) {
    this.pool = pool;
    this.size = pool.size();
  }

  /**
   * A score for each of the pool.
   *
   * @param from where the walk begins, each with its share; negative ones are walked away from
   */
  float[] walk(float[] from) {
    float[] likeness = likeness();
    float[] begin = begin(from, likeness);
    Joins joins = nearest(likeness);
    float on = on(from);
    float[] at = begin.clone();
    float[] next = new float[size];
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < size; i++) {
        float sum = 0;
        for (int j = joins.begins[i]; j < joins.begins[i + 1]; j++) {
          sum += joins.weights[j] * at[joins.to[j]];
        }
        next[i] = (1 - on) * begin[i] + on * sum;
      }
      float[] swap = at;
      at = next;
      next = swap;
    }
    return at;
  }

  private static float on(float[] from) {
    int seeds = 0;
    for (float each : from) {
      seeds += each > 0 ? 1 : 0;
    }
    float many = Math.clamp((seeds - 1) / 9f, 0, 1);
    return ON_FROM_ONE + many * (ON_FROM_TEN - ON_FROM_ONE);
  }

  /** For each account whom it is joined to, one behind the other. */
  private static final class Joins {
    /** Where those of each begin; one more at the end. */
    private final int[] begins;

    private final int[] to;
    private final float[] weights;

    private Joins(int[] begins, int[] to, float[] weights) {
      this.begins = begins;
      this.to = to;
      this.weights = weights;
    }
  }

  /** Where the walk begins: half at the seeds, half at whoever is like them. */
  private float[] begin(float[] from, float[] likeness) {
    float[] begin = new float[size];
    float sum = 0;
    for (int i = 0; i < size; i++) {
      if (from[i] != 0) {
        for (int j = 0; j < size; j++) {
          float near = from[i] * likeness[i * size + j];
          begin[j] += near;
          sum += Math.abs(near);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      begin[i] = (1 - DIRECT) * from[i] + (sum == 0 ? 0 : DIRECT * begin[i] / sum);
    }
    return begin;
  }

  private float[] likeness() {
    float[] all = new float[size * size];
    float[] one = new float[size * size];
    Shared shared = new Shared(pool);
    for (Kind kind : Kind.values()) {
      if (shared.fill(kind, (int) Math.max(2, COMMON * size), one)) {
        scale(one);
        for (int i = 0; i < all.length; i++) {
          all[i] += kind.weight() * one[i];
        }
        Arrays.fill(one, 0);
      }
    }
    return all;
  }

  private void scale(float[] likeness) {
    float[] scales = new float[size];
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      int some = 0;
      for (int j = 0; j < size; j++) {
        float near = likeness[i * size + j];
        if (near > 0 && j != i) {
          row[some++] = near;
        }
      }
      float sum = 0;
      int most = Math.min(SCALING, some);
      Order.greatestFirst(row, some, most);
      for (int j = 0; j < most; j++) {
        sum += row[j];
      }
      scales[i] = some == 0 ? 0 : (float) (1 / Math.sqrt(sum / Math.min(SCALING, size)));
    }
    for (int i = 0; i < size; i++) {
      if (scales[i] > 0) {
        for (int j = 0; j < size; j++) {
          likeness[i * size + j] *= scales[i] * scales[j];
        }
      }
      likeness[i * size + i] = 0;
    }
  }

  private Joins nearest(float[] likeness) {
    float[] least = new float[size];
    float[] row = new float[size];
    int most = Math.min(NEAREST, size);
    for (int i = 0; i < size; i++) {
      System.arraycopy(likeness, i * size, row, 0, size);
      Order.greatestFirst(row, size, most);
      least[i] = Float.MAX_VALUE;
      for (int j = 0; j < most; j++) {
        least[i] = Math.min(least[i], row[j]);
      }
    }
    float[] degrees = new float[size];
    int[] begins = new int[size + 1];
    int joins = 0;
    for (int i = 0; i < size; i++) {
      begins[i] = joins;
      for (int j = 0; j < size; j++) {
        float weight = likeness[i * size + j];
        if (weight > 0 && (weight >= least[i] || weight >= least[j])) {
          degrees[i] += weight;
          joins++;
        }
      }
    }
    begins[size] = joins;
    int[] to = new int[joins];
    float[] weights = new float[joins];
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        float weight = likeness[i * size + j];
        if (weight > 0 && (weight >= least[i] || weight >= least[j])) {
          to[at] = j;
          weights[at++] = weight / (float) Math.sqrt(degrees[i] * degrees[j]);
        }
      }
    }
    return new Joins(begins, to, weights);
  }
}
