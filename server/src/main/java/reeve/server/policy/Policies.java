package reeve.server.policy;

import java.util.List;
import java.util.Optional;
import reeve.server.platform.PlatformId;

/** The policies in force, and every version that ever was. */
public interface Policies {
  /** The policies that the program brings: what is in force before a database is asked. */
  static List<Policy> shipped() {
    return PolicyShelf.FILES.stream()
        .map(PolicyFile::resource)
        .map(PolicyFile.Source::policy)
        .toList();
  }

  /** The newest version of each policy, gravest first. */
  List<Policy> current();

  /** The newest version of one. */
  Optional<Policy> current(PolicyId id);

  /**
   * A version, also one no longer in force: a decision names the version that it was taken under.
   */
  Optional<Policy> version(PolicyId id, int version);

  /** A clause of the version in force. */
  default Optional<Clause> clause(ClauseId id) {
    return current(id.policy()).flatMap(policy -> policy.clause(id));
  }

  /**
   * The policy that a rule of a platform leads to; empty where the rule leads to none, which sends
   * a report to the general queue. On a platform without a mapping a rule's id is a policy's id.
   */
  Optional<PolicyId> forRule(PlatformId platform, String rule);
}
