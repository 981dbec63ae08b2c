package reeve.server.cases;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.cases.Standing.Weighed;
import reeve.server.policy.PolicyId;

/** What a batch adds to one case. */
final class Raise {
  int reports;
  int reporters;
  double weight;

  /** Of the account now; null where the batch does not tell. */
  @Nullable Long followers;

  /** Whether rules came to verdicts: what they add up to is counted anew. */
  boolean surfaced;

  /** Whether it was found to resemble others: the surest counts, found anew. */
  boolean resembled;

  final Set<PolicyId> policies = new LinkedHashSet<>();

  static Raise in(Map<Long, Raise> raises, long caseId) {
    return raises.computeIfAbsent(caseId, _ -> new Raise());
  }

  void add(Weighed one, Set<PolicyId> named) {
    reports++;
    reporters += one.first() ? 1 : 0;
    weight += one.weight();
    followers = one.report().reach();
    policies.addAll(named);
  }

  void add(Surfaced one, Set<PolicyId> named) {
    surfaced = true;
    if (one.capture() != null) {
      followers = one.capture().profile().followers();
    }
    policies.addAll(named);
  }

  void add(Resemblance one, Set<PolicyId> named) {
    resembled = true;
    if (one.capture() != null) {
      followers = one.capture().profile().followers();
    }
    policies.addAll(named);
  }
}
