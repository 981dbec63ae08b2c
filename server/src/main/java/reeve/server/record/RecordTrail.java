package reeve.server.record;

import java.util.Set;
import java.util.function.Consumer;
import reeve.server.platform.Subject;

/** What was recorded about one subject, read once from beginning to end. */
public interface RecordTrail {
  /**
   * Gives the records of some kinds about a subject, the oldest first; few are held at once. MUST
   * be called in a transaction.
   *
   * @param kinds names of kinds
   * @param most how many at the most, the oldest
   */
  void follow(Subject subject, Set<String> kinds, int most, Consumer<Recorded> to);

  /** How many records of a kind are about a subject. */
  long count(Subject subject, String kind);
}
