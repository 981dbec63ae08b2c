package reeve.server.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One version of a policy.
 *
 * @param version 1 and up; a text that changes gets a new one
 * @param digest SHA-256 of the file that it was loaded from, lower-case hex
 * @param protectedSpeech whether a sanction needs the answer whether the posts are news,
 *     documentation, counter-speech, education, research, art or satire
 * @param due how long after the first report a case under it is to be decided
 */
public record Policy(
    PolicyId id,
    int version,
    String digest,
    String title,
    String preamble,
    boolean protectedSpeech,
    Duration due,
    List<Clause> clauses) {
  public Policy {
    clauses = List.copyOf(clauses);
    if (version < 1 || clauses.isEmpty()) {
      throw new IllegalArgumentException("a policy has a version from 1 and at least one clause");
    }
  }

  /** The severity of its gravest clause, in hours of head start. */
  public int severity() {
    return clauses.stream().mapToInt(Clause::severity).max().orElse(0);
  }

  /** The clause of that name, empty where this version has none such. */
  public Optional<Clause> clause(ClauseId id) {
    return clauses.stream().filter(clause -> clause.id().equals(id)).findFirst();
  }
}
