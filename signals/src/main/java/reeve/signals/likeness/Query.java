package reeve.signals.likeness;

import java.util.List;

/**
 * Whom to look for.
 *
 * @param seeds accounts whose likes are wanted, 1 to {@link #MOST_SEEDS}; unknown ones are passed
 *     over
 * @param cleared accounts that people found to be something else
 * @param limit how many to give, 1 to {@link #MOST}
 * @param gated whether only those are given who share two unrelated kinds of things, one of them
 *     conduct; without it an answer is an order and no finding, for measurements
 */
public record Query(List<String> seeds, List<String> cleared, int limit, boolean gated) {
  /** So many seeds of a query are read; of more the first. */
  public static final int MOST_SEEDS = 200;

  public static final int MOST = 2_000;

  public Query {
    seeds = seeds.stream().distinct().limit(MOST_SEEDS).toList();
    cleared = cleared.stream().distinct().limit(MOST_SEEDS).toList();
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a list has 1 to " + MOST + " accounts");
    }
  }
}
