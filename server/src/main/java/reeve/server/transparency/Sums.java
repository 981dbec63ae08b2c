package reeve.server.transparency;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import reeve.server.transparency.Cell.What;

/** Adds counts up. */
final class Sums {
  private final Map<Cell, Long> counts;

  Sums(Figures figures) {
    this.counts = figures.counts();
  }

  long of(What what, Predicate<Cell> which) {
    long sum = 0;
    for (Map.Entry<Cell, Long> entry : counts.entrySet()) {
      if (entry.getKey().what() == what && which.test(entry.getKey())) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  /** Counts by a key and, within it, by detail. */
  <K extends Comparable<? super K>> SortedMap<K, Map<String, Long>> by(
      What what, Predicate<Cell> which, Function<Cell, K> key) {
    SortedMap<K, Map<String, Long>> sums = new TreeMap<>();
    counts.forEach((cell, count) -> {
      if (cell.what() == what && which.test(cell)) {
        sums.computeIfAbsent(key.apply(cell), _ -> new TreeMap<>())
            .merge(cell.detail(), count, Long::sum);
      }
    });
    return sums;
  }

  static Predicate<Cell> of(Origin origin, Scope scope) {
    return cell -> cell.origin() == origin && cell.scope() == scope;
  }
}
