package reeve.server.transparency;

import java.util.Comparator;

/** A clause of a policy, as records name it; empty where they name none. */
record Clause(String policy, String name) implements Comparable<Clause> {
  private static final Comparator<Clause> ORDER =
      Comparator.comparing(Clause::policy).thenComparing(Clause::name);

  static Clause of(Cell cell) {
    return new Clause(cell.policy(), cell.clause());
  }

  @Override
  public int compareTo(Clause other) {
    return ORDER.compare(this, other);
  }
}
