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

  /**
   * Of the towns of seeds 21 to 23. The first is the constant; then the size of the group,
   * families, and each kind in order.
   */
  private static final double[] WEIGHTS = {
    -3.64, -1.62, 0.76, 2.49, 0.00, 0.37, 0.87, 2.17, 0.14, 0.16, 2.37, 0.00, -0.74, 0.10, 1.46,
    0.07, 1.72, 0.52, 0.00, 0.61
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
