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
   * Of the towns of seeds 21 to 25, where nobody has an avatar. The first is the constant; then the
   * size of the group, unrelated things, and each kind in order.
   */
  private static final double[] WEIGHTS = {
    -5.16, -0.22, -0.42, 4.25, 0.00, -0.07, 3.38, 3.22, 1.35, 1.35, 1.12, 0.00, -1.08, 0.19, 1.50,
    1.17, 0.44, 1.24, 0.00, 0.01
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
