package reeve.server.policy;

import java.util.Set;

/**
 * One thing that a policy forbids.
 *
 * @param text what a holder is told that they broke, in plain sentences
 * @param allows the sanctions that a decision under this clause may take
 * @param automation whether a machine may decide alone under it; never for violent extremism
 * @param severity hours of head start in the queue, 0 to 1,000
 */
public record Clause(
    ClauseId id, String title, String text, Set<Measure> allows, boolean automation, int severity) {
  public Clause {
    allows = Set.copyOf(allows);
    if (severity < 0 || severity > 1_000) {
      throw new IllegalArgumentException("a severity is 0 to 1,000 hours");
    }
    if (automation && id.policy().equals(PolicyId.VIOLENT_EXTREMISM)) {
      throw new IllegalArgumentException("no clause on violent extremism lets a machine decide");
    }
  }
}
