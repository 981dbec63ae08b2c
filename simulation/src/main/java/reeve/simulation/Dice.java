package reeve.simulation;

import java.util.List;

/**
 * The town's only source of chance: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), so that the same
 * seed gives the same bytes on every machine and every JDK.
 */
final class Dice {
  private long state;

  Dice(long seed) {
    this.state = seed;
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Dice of their own, whose throws do not move with these. */
  Dice fork() {
    return new Dice(next());
  }

  /** From 0 to less than 1. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** From 0 to less than {@code bound}. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  /** From {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + below(high - low + 1);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  <T> T pick(List<T> from) {
    return from.get(below(from.size()));
  }

  /** An exponential waiting time. */
  long delay(long mean) {
    return (long) (-StrictMath.log(1 - unit()) * mean);
  }

  /** A Pareto number of at least 1 and at most {@code cap}: mostly small, at times very large. */
  int heavy(double alpha, int cap) {
    double number = StrictMath.pow(1 - unit(), -1 / alpha);
    return (int) Math.min(number, cap);
  }

  /** A Poisson number (Knuth); {@code mean} below about 20. */
  int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = unit(); product > limit; product *= unit()) {
      count++;
    }
    return count;
  }
}
