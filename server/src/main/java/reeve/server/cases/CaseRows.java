package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.Standing.Weighed;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.PlatformId;
import reeve.server.policy.PolicyId;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Opens cases and raises their terms, a batch at a time. */
@Component
final class CaseRows {
  private static final Kind OPENED = new Kind("cases.opened", 1);

  private final JdbcTemplate jdbc;
  private final Records records;
  private final Routing routing;

  CaseRows(JdbcTemplate jdbc, Records records, Routing routing) {
    this.jdbc = jdbc;
    this.records = records;
    this.routing = routing;
  }

  /**
   * An open case.
   *
   * @param opened its opening record
   * @param fresh whether this batch opened it
   */
  record Open(long id, AccountRef account, UUID opened, boolean fresh) {}

  /** The open case of each account reported; who has none gets one. Locks nothing that exists. */
  Map<AccountRef, Open> open(List<ReportFiled> reports) {
    Map<AccountRef, ReportFiled> firsts = new LinkedHashMap<>();
    reports.forEach(report -> firsts.putIfAbsent(report.subject(), report));
    Map<AccountRef, Open> open = new HashMap<>();
    Columns.of(List.copyOf(firsts.keySet()))
        .text(a -> a.platform().value())
        .text(AccountRef::nativeId)
        .query(
            jdbc,
            """
            select c.id, c.platform, c.account, c.opened_record
            from unnest(?::text[], ?::text[]) as k (platform, account)
            join cases c on c.platform = k.platform and c.account = k.account and c.state = 'open'
            """,
            (row, _) ->
                new Open(row.getLong(1), account(row, 2), row.getObject(4, UUID.class), false))
        .forEach(found -> open.put(found.account(), found));
    List<ReportFiled> missing = new ArrayList<>();
    firsts.forEach((account, report) -> {
      if (!open.containsKey(account)) {
        missing.add(report);
      }
    });
    if (!missing.isEmpty()) {
      openFresh(missing).forEach(fresh -> open.put(fresh.account(), fresh));
    }
    return open;
  }

  private record Opening(long id, ReportFiled first, RecordId record) {}

  private List<Open> openFresh(List<ReportFiled> firsts) {
    List<Long> ids =
        jdbc.query(
            "select nextval('cases_id_seq') from generate_series(1, ?)",
            (row, _) -> row.getLong(1),
            firsts.size());
    List<Entry> entries = new ArrayList<>(firsts.size());
    for (int i = 0; i < firsts.size(); i++) {
      entries.add(entry(ids.get(i), firsts.get(i)));
    }
    List<RecordId> opened = records.append(entries);
    List<Opening> openings = new ArrayList<>(firsts.size());
    for (int i = 0; i < firsts.size(); i++) {
      openings.add(new Opening(ids.get(i), firsts.get(i), opened.get(i)));
    }
    int added =
        Columns.of(openings)
            .bigint(Opening::id)
            .text(o -> o.first().subject().platform().value())
            .text(o -> o.first().subject().nativeId())
            .text(o -> origin(o.first()))
            .as("timestamptz", o -> o.first().meta().at())
            .as("uuid", o -> o.record().value())
            .update(
                jdbc,
                """
                insert into cases (id, platform, account, origin, opened_at, opened_record,
                                   queue, due_at, severity_s, priority)
                select k.*, 'general', 'infinity', 0, 0
                from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::uuid[]) as k
                on conflict (platform, account) where state = 'open' do nothing
                """);
    if (added < openings.size()) {
      throw new Docket.CaseMoved("a case was opened by somebody else meanwhile");
    }
    return openings.stream()
        .map(o -> new Open(o.id(), o.first().subject(), o.record().value(), true))
        .toList();
  }

  private static Entry entry(long id, ReportFiled first) {
    return new Entry(
        OPENED,
        first.subject(),
        new Actor.Worker("intake"),
        null,
        Map.of(
            "case",
            id,
            "origin",
            origin(first),
            "source",
            "report",
            "at",
            first.meta().at().toString()),
        Map.of("report", first.id()));
  }

  private static String origin(ReportFiled report) {
    return report.meta().origin().name().toLowerCase(Locale.ROOT);
  }

  private static AccountRef account(ResultSet row, int at) throws SQLException {
    return new AccountRef(new PlatformId(row.getString(at)), row.getString(at + 1));
  }

  /** What a batch adds to one case. */
  private static final class Raise {
    int reports;
    int reporters;
    double weight;
    long followers;
    final Set<PolicyId> policies = new LinkedHashSet<>();
  }

  /** Adds a batch to its cases, which stay locked until the transaction ends. */
  void raise(List<Weighed> weighed) {
    Map<Long, Raise> raises = new TreeMap<>();
    for (Weighed one : weighed) {
      Raise raise = raises.computeIfAbsent(one.of().id(), _ -> new Raise());
      raise.reports++;
      raise.reporters += one.first() ? 1 : 0;
      raise.weight += one.weight();
      raise.followers = one.report().reach();
      raise.policies.addAll(routing.named(one.report()));
    }
    List<Raised> raised = new ArrayList<>(raises.size());
    for (Locked now : lock(List.copyOf(raises.keySet()))) {
      raised.add(raised(now, Standing.known(raises, now.id())));
    }
    if (raised.size() < raises.size()) {
      throw new Docket.CaseMoved("a case was closed by somebody else meanwhile");
    }
    store(raised);
  }

  record Locked(
      long id,
      QueueId queue,
      boolean chosen,
      List<PolicyId> policies,
      Instant openedAt,
      Instant due,
      double weight,
      int reports,
      int reporters) {}

  private List<Locked> lock(List<Long> ids) {
    return Columns.of(ids)
        .bigint(id -> id)
        .query(
            jdbc,
            """
            select id, queue, queue_chosen, policies, opened_at,
                   nullif(due_at, 'infinity') as due, weight, reports, reporters
            from cases where id = any (?::bigint[]) and state = 'open'
            order by id for update
            """,
            (row, _) -> {
              Instant opened = row.getTimestamp(5).toInstant();
              var due = row.getTimestamp(6);
              return new Locked(
                  row.getLong(1),
                  new QueueId(row.getString(2)),
                  row.getBoolean(3),
                  CaseRow.policies(row.getArray(4)),
                  opened,
                  due == null ? Instant.MAX : due.toInstant(),
                  row.getDouble(7),
                  row.getInt(8),
                  row.getInt(9));
            });
  }

  record Raised(
      long id,
      QueueId queue,
      List<PolicyId> policies,
      Instant due,
      Priority priority,
      long number,
      double weight,
      long followers,
      int reports,
      int reporters) {}

  private Raised raised(Locked now, Raise by) {
    Set<PolicyId> all = new LinkedHashSet<>(now.policies());
    all.addAll(by.policies);
    List<PolicyId> policies = routing.gravestFirst(all);
    boolean stays = now.chosen() || now.queue().equals(QueueId.DANGER);
    Instant due = now.openedAt().plus(routing.due(policies));
    double weight = now.weight() + by.weight;
    Priority priority = Priority.of(routing.severity(policies), weight, by.followers);
    return new Raised(
        now.id(),
        stays ? now.queue() : routing.queue(policies),
        policies,
        due.isBefore(now.due()) ? due : now.due(),
        priority,
        priority.number(now.openedAt()),
        weight,
        by.followers,
        now.reports() + by.reports,
        now.reporters() + by.reporters);
  }

  void store(List<Raised> raised) {
    Columns.of(raised)
        .bigint(Raised::id)
        .text(r -> r.queue().value())
        .text(r -> String.join("\n", r.policies().stream().map(PolicyId::value).toList()))
        .as("timestamptz", Raised::due)
        .integer(r -> (int) r.priority().severity().toSeconds())
        .integer(r -> (int) r.priority().reporters().toSeconds())
        .integer(r -> (int) r.priority().reach().toSeconds())
        .bigint(Raised::number)
        .as("float8", Raised::weight)
        .bigint(Raised::followers)
        .integer(Raised::reports)
        .integer(Raised::reporters)
        .update(
            jdbc,
            """
            update cases c
            set queue = k.queue, policies = string_to_array(k.policies, E'\\n'), due_at = k.due_at,
                severity_s = k.severity_s, reporters_s = k.reporters_s, reach_s = k.reach_s,
                priority = k.priority, weight = k.weight, followers = k.followers,
                reports = k.reports, reporters = k.reporters
            from unnest(?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::int[], ?::int[],
                        ?::int[], ?::bigint[], ?::float8[], ?::bigint[], ?::int[], ?::int[])
                 as k (id, queue, policies, due_at, severity_s, reporters_s, reach_s, priority,
                       weight, followers, reports, reporters)
            where c.id = k.id
            """);
  }
}
