package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.EvidenceRows.Sum;
import reeve.server.policy.PolicyId;

/** Raises the terms of cases by what a batch brought, whoever said it: people or rules. */
@Component
final class Raising {
  private final JdbcTemplate jdbc;
  private final Routing routing;
  private final EvidenceRows evidence;
  private final ResemblanceRows resemblances;

  Raising(JdbcTemplate jdbc, Routing routing, EvidenceRows evidence, ResemblanceRows resemblances) {
    this.jdbc = jdbc;
    this.routing = routing;
    this.evidence = evidence;
    this.resemblances = resemblances;
  }

  /** Adds a batch to its cases by their ids; they stay locked until the transaction ends. */
  void raise(SortedMap<Long, Raise> raises) {
    List<Locked> locked = lock(List.copyOf(raises.keySet()));
    if (locked.size() < raises.size()) {
      throw new Docket.CaseMoved("a case was closed by somebody else meanwhile");
    }
    // After the lock, so that it also sees what the transactions before this one wrote.
    Map<Long, Sum> sums =
        evidence.sums(
            raises.entrySet().stream()
                .filter(raise -> raise.getValue().surfaced)
                .map(Map.Entry::getKey)
                .toList());
    Map<Long, ResemblanceRows.Sum> likeness =
        resemblances.sums(
            raises.entrySet().stream()
                .filter(raise -> raise.getValue().resembled)
                .map(Map.Entry::getKey)
                .toList());
    store(
        locked.stream()
            .map(now ->
                raised(
                    now,
                    Standing.known(raises, now.id()),
                    sums.getOrDefault(now.id(), now.surfaced()),
                    likeness.get(now.id())))
            .toList());
  }

  private record Locked(
      long id,
      QueueId queue,
      boolean chosen,
      List<PolicyId> policies,
      Instant openedAt,
      Instant due,
      double weight,
      long followers,
      int reports,
      int reporters,
      Sum surfaced,
      Duration resembled,
      int resemblances) {}

  private List<Locked> lock(List<Long> ids) {
    return Columns.of(ids)
        .bigint(id -> id)
        .query(
            jdbc,
            """
            select id, queue, queue_chosen, policies, opened_at,
                   nullif(due_at, 'infinity') as due, weight, followers, reports, reporters,
                   rule_weight, rules, verdicts, resembled_s, resemblances
            from cases where id = any (?::bigint[]) and state = 'open'
            order by id for update
            """,
            (row, _) ->
                new Locked(
                    row.getLong(1),
                    new QueueId(row.getString(2)),
                    row.getBoolean(3),
                    CaseRow.policies(row.getArray(4)),
                    row.getTimestamp(5).toInstant(),
                    CaseRow.time(row, "due", Instant.MAX),
                    row.getDouble(7),
                    row.getLong(8),
                    row.getInt(9),
                    row.getInt(10),
                    new Sum(row.getLong(1), row.getInt(11), row.getInt(12), row.getInt(13)),
                    Duration.ofSeconds(row.getInt(14)),
                    row.getInt(15)));
  }

  private record Raised(
      long id,
      QueueId queue,
      List<PolicyId> policies,
      Instant due,
      Priority priority,
      long number,
      double weight,
      long followers,
      int reports,
      int reporters,
      Sum surfaced,
      int resemblances) {}

  private Raised raised(
      Locked now, Raise by, Sum surfaced, ResemblanceRows.@Nullable Sum likeness) {
    Set<PolicyId> all = new LinkedHashSet<>(now.policies());
    all.addAll(by.policies);
    List<PolicyId> policies = routing.gravestFirst(all);
    boolean stays = now.chosen() || now.queue().equals(QueueId.DANGER);
    Instant due = now.openedAt().plus(routing.due(policies));
    double weight = now.weight() + by.weight;
    long followers = by.followers == null ? now.followers() : by.followers;
    int reports = now.reports() + by.reports;
    Priority priority =
        Priority.of(
            routing.severity(policies),
            weight,
            followers,
            Priority.surfaced(surfaced.weight(), surfaced.verdicts(), reports),
            likeness == null ? now.resembled() : Priority.resembled(likeness.percent()));
    return new Raised(
        now.id(),
        stays ? now.queue() : routing.queue(policies),
        policies,
        due.isBefore(now.due()) ? due : now.due(),
        priority,
        priority.number(now.openedAt()),
        weight,
        followers,
        reports,
        now.reporters() + by.reporters,
        surfaced,
        likeness == null ? now.resemblances() : likeness.resemblances());
  }

  private void store(List<Raised> raised) {
    Columns.of(raised)
        .bigint(Raised::id)
        .text(r -> r.queue().value())
        .text(r -> String.join("\n", r.policies().stream().map(PolicyId::value).toList()))
        .as("timestamptz", Raised::due)
        .integer(r -> (int) r.priority().severity().toSeconds())
        .integer(r -> (int) r.priority().reporters().toSeconds())
        .integer(r -> (int) r.priority().reach().toSeconds())
        .integer(r -> (int) r.priority().surfaced().toSeconds())
        .bigint(Raised::number)
        .as("float8", Raised::weight)
        .bigint(Raised::followers)
        .integer(Raised::reports)
        .integer(Raised::reporters)
        .integer(r -> r.surfaced().weight())
        .integer(r -> r.surfaced().rules())
        .integer(r -> r.surfaced().verdicts())
        .integer(r -> (int) r.priority().resembled().toSeconds())
        .integer(Raised::resemblances)
        .update(
            jdbc,
            """
            update cases c
            set queue = k.queue, policies = string_to_array(k.policies, E'\\n'), due_at = k.due_at,
                severity_s = k.severity_s, reporters_s = k.reporters_s, reach_s = k.reach_s,
                surfaced_s = k.surfaced_s, priority = k.priority, weight = k.weight,
                followers = k.followers, reports = k.reports, reporters = k.reporters,
                rule_weight = k.rule_weight, rules = k.rules, verdicts = k.verdicts,
                resembled_s = k.resembled_s, resemblances = k.resemblances
            from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::int[], ?::int[],
                        ?::int[], ?::int[], ?::bigint[], ?::float8[], ?::bigint[], ?::int[],
                        ?::int[], ?::int[], ?::int[], ?::int[], ?::int[], ?::int[])
                 as k (id, queue, policies, due_at, severity_s, reporters_s, reach_s, surfaced_s,
                       priority, weight, followers, reports, reporters, rule_weight, rules,
                       verdicts, resembled_s, resemblances)
            where c.id = k.id
            """);
  }
}
