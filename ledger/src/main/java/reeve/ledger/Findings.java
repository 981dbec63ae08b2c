package reeve.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found wrong: the first hundred, and how many in all until the looking ends. For many
 * threads.
 */
public final class Findings {
  public static final int TOLD = 100;

  /** Where so much is wrong nobody looks further. */
  public static final int ENOUGH = 10_000;

  private final List<Finding> told = new ArrayList<>();
  private long count;

  public synchronized void add(Fault fault, String place, String words) {
    count++;
    if (told.size() < TOLD) {
      told.add(new Finding(fault, place, words));
    }
  }

  public synchronized List<Finding> told() {
    return List.copyOf(told);
  }

  /** How many in all, those untold too. */
  public synchronized long count() {
    return count;
  }

  public synchronized boolean enough() {
    return count >= ENOUGH;
  }

  public synchronized boolean none() {
    return count == 0;
  }
}
