package reeve.signals.likeness;

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
   * unrelated things, and each kind in order.
   */
  private static final double[] WEIGHTS = {
    -5.44, -0.43, -0.54, 4.78, -0.11, 0.04, 3.53, 3.40, 1.60, 1.57, 1.41, 0.00, -1.57, 0.31, 1.72,
    0.62, 1.53, 1.37, 0.00, -0.01
  };

  private Sureness() {}

  /**
   * What the regression reads.
   *
   * @param group how many accounts it was compared with
   */
  public static double[] readings(Bond bond, int group) {
    double[] readings = new double[3 + Kind.count()];
    for (Tie tie : bond.ties()) {
      readings[3 + tie.kind().code()] = Math.log1p(Math.min(MOST_NATS, tie.nats()));
    }
    readings[0] = 1;
    readings[1] = Math.log(Math.max(1, group));
    readings[2] = bond.unrelated();
    return readings;
  }

  static int percent(Bond bond, int group) {
    double[] readings = readings(bond, group);
    double sum = 0;
    for (int i = 0; i < readings.length; i++) {
      sum += WEIGHTS[i] * readings[i];
    }
    return Math.clamp(Math.round(100 / (1 + Math.exp(-sum))), 1, 99);
  }
}
