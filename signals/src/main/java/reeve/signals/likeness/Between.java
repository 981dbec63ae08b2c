package reeve.signals.likeness;

import java.util.List;

/**
 * What two accounts have in common. It finds nobody: whom a search did not give is not made alike
 * by it.
 *
 * @param ties one of each kind, those of conduct first, their words true of both
 */
public record Between(String one, String other, List<Tie> ties) {
  /** So many accounts are compared with each other at once. */
  public static final int MOST = 150;

  public Between {
    ties = List.copyOf(ties);
  }

  /** How surprising all of it is. */
  public double nats() {
    return ties.stream().mapToDouble(Tie::nats).sum();
  }

  /** Whether one of them did what the other did. */
  public boolean conduct() {
    return ties.stream().anyMatch(tie -> tie.kind().conduct());
  }

  /** Whether it is of two unrelated kinds, one of them conduct. */
  public boolean stands() {
    return Ties.stand(ties);
  }
}
