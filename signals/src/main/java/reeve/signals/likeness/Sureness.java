package reeve.signals.likeness;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How sure a likeness is: a logistic regression over what is shared, fitted on simulated towns of
 * other seeds than those that it is measured on ({@code ./reeve bench alike-fit} prints the
 * weights; docs/evaluation.md has the curve).
 */
public final class Sureness {
  /** So many nats of one kind count at the most. */
  private static final double MOST_NATS = 60;

  /** The first is the constant; then the size of the group, families, and each kind in order. */
  private static final double[] WEIGHTS = {
    -3.73, -1.18, 0.68, 2.41, 0.00, -0.03, 0.97, 1.85, 0.19, 0.20, 1.98, 0.00, -0.98, -0.20, 1.31,
    0.01, -0.11, 0.33, 0.00, 1.09
  };

  private Sureness() {}

  /**
   * What the regression reads.
   *
   * @param group how many accounts it was compared with
   */
  public static double[] readings(List<Tie> ties, int group) {
    double[] readings = new double[3 + Kind.count()];
    Set<Kind.Family> families = EnumSet.noneOf(Kind.Family.class);
    for (Tie tie : ties) {
      families.add(tie.kind().family());
      readings[3 + tie.kind().code()] = Math.log1p(Math.min(MOST_NATS, tie.nats()));
    }
    readings[0] = 1;
    readings[1] = Math.log(Math.max(1, group));
    readings[2] = families.size();
    return readings;
  }

  static int percent(List<Tie> ties, int group) {
    double[] readings = readings(ties, group);
    double sum = 0;
    for (int i = 0; i < readings.length; i++) {
      sum += WEIGHTS[i] * readings[i];
    }
    return Math.clamp(Math.round(100 / (1 + Math.exp(-sum))), 1, 99);
  }
}
