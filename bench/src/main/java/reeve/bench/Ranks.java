package reeve.bench;

import java.util.List;
import java.util.Set;

/** How good an order is, given what was to be found. */
final class Ranks {
  private Ranks() {}

  /** Average precision: the mean, over all to be found, of the precision where each stands. */
  static double averagePrecision(List<String> order, Set<String> wanted) {
    double sum = 0;
    int found = 0;
    for (int i = 0; i < order.size(); i++) {
      if (wanted.contains(order.get(i))) {
        sum += (double) ++found / (i + 1);
      }
    }
    return wanted.isEmpty() ? 0 : sum / wanted.size();
  }

  /** How many of the first are wanted. */
  static long among(List<String> order, Set<String> wanted, int first) {
    return order.stream().limit(first).filter(wanted::contains).count();
  }
}
