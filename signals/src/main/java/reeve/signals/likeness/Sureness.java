package reeve.signals.likeness;

import java.util.List;

/** How sure a likeness is. */
final class Sureness {
  private Sureness() {}

  static int percent(List<Tie> ties, double near) {
    double nats = ties.stream().mapToDouble(tie -> Math.min(12, tie.nats())).sum();
    return (int) Math.round(Math.clamp(100 / (1 + Math.exp(-(nats - 12) / 6)), 1, 99));
  }
}
