package reeve.server.cases;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import reeve.server.platform.Event.Category;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;
import reeve.server.policy.Policy;
import reeve.server.policy.PolicyId;

/** Which policies a report names, and what follows for its case: queue, severity, due time. */
@Component
final class Routing {
  private final Policies policies;
  private final CaseSettings settings;

  Routing(Policies policies, CaseSettings settings) {
    this.policies = policies;
    this.settings = settings;
  }

  /** The policies that a report's rules and category lead to; none for the general queue. */
  Set<PolicyId> named(ReportFiled report) {
    Set<PolicyId> named = new LinkedHashSet<>();
    for (String rule : report.rules()) {
      policies.forRule(report.subject().platform(), rule).ifPresent(named::add);
    }
    if (report.category() == Category.SPAM) {
      policies.current(PolicyId.SPAM).map(Policy::id).ifPresent(named::add);
    }
    return named;
  }

  /** The policy of a clause; none where none in force has that name. */
  Set<PolicyId> named(ClauseId clause) {
    return policies.current(clause.policy()).map(Policy::id).map(Set::of).orElse(Set.of());
  }

  List<PolicyId> gravestFirst(Collection<PolicyId> ids) {
    return ids.stream()
        .distinct()
        .sorted(Comparator.comparingInt((PolicyId id) -> severity(id)).reversed())
        .toList();
  }

  /** The queue of the gravest policy. */
  QueueId queue(List<PolicyId> gravestFirst) {
    return gravestFirst.isEmpty() ? QueueId.GENERAL : QueueId.of(gravestFirst.getFirst());
  }

  int severity(List<PolicyId> gravestFirst) {
    return gravestFirst.isEmpty() ? settings.generalSeverity() : severity(gravestFirst.getFirst());
  }

  private int severity(PolicyId id) {
    return policies.current(id).map(Policy::severity).orElse(settings.generalSeverity());
  }

  /** How long after its first sign a case with these policies is due. */
  Duration due(List<PolicyId> gravestFirst) {
    return gravestFirst.stream()
        .flatMap(id -> policies.current(id).stream())
        .map(Policy::due)
        .min(Comparator.naturalOrder())
        .orElse(settings.generalDue());
  }

  /** The queues in the order in which they are shown. */
  List<QueueId> queues() {
    List<QueueId> queues = new java.util.ArrayList<>();
    queues.add(QueueId.DANGER);
    policies.current().forEach(policy -> queues.add(QueueId.of(policy.id())));
    queues.add(QueueId.GENERAL);
    return queues;
  }

  boolean knows(QueueId queue) {
    return queues().contains(queue);
  }

  /** The policy behind a queue; empty for the general one and for danger to life. */
  Optional<PolicyId> policy(QueueId queue) {
    return policies.current().stream()
        .map(Policy::id)
        .filter(id -> id.value().equals(queue.value()))
        .findFirst();
  }

  String title(QueueId queue) {
    if (queue.equals(QueueId.DANGER)) {
      return "Danger to life";
    }
    return policy(queue).flatMap(policies::current).map(Policy::title).orElse("General");
  }
}
