package reeve.server.watch.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Some of many, each with the same chance, in memory for these alone: algorithm R (Vitter,
 * <i>Random sampling with a reservoir</i>, 1985). The same many give the same some.
 */
final class Reservoir<T> {
  private static final long SEED = 20_261_125;

  private final int most;
  private final List<Place<T>> kept = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long seen;

  Reservoir(int most) {
    this.most = most;
  }

  private record Place<T>(long number, T value) {}

  void offer(T value) {
    Place<T> place = new Place<>(seen++, value);
    if (kept.size() < most) {
      kept.add(place);
      return;
    }
    long at = random.nextLong(seen);
    if (at < most) {
      kept.set((int) at, place);
    }
  }

  /** Those kept, in the order in which they came. */
  List<T> kept() {
    return kept.stream().sorted(Comparator.comparingLong(Place::number)).map(Place::value).toList();
  }
}
