package reeve.server.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.Reporters.Reporter;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;

/**
 * Decides what each report adds to its case's priority: nothing when the person spoke before, spoke
 * too often this hour, acts as one with another witness, or speaks of themselves. Nothing is ever
 * refused.
 */
@Component
final class Standing {
  private final JdbcTemplate jdbc;
  private final Reporters reporters;
  private final CaseSettings settings;

  Standing(JdbcTemplate jdbc, Reporters reporters, CaseSettings settings) {
    this.jdbc = jdbc;
    this.reporters = reporters;
    this.settings = settings;
  }

  /**
   * A report and what it adds.
   *
   * @param because why it adds nothing, else null
   * @param first whether its person had not reported in this case before
   */
  record Weighed(
      ReportFiled report,
      CaseRows.Open of,
      Reporter reporter,
      double weight,
      @Nullable String because,
      boolean first,
      InHour hour) {}

  /** The reporter's count in the hour of the clock, this report included. */
  record InHour(int hour, int reports) {}

  private record Before(boolean again, boolean together) {}

  private record Pair(long caseId, long reporter) {}

  List<Weighed> weigh(
      List<ReportFiled> reports,
      Map<AccountRef, Reporter> people,
      Map<AccountRef, CaseRows.Open> cases) {
    Map<Pair, Before> before = before(reports, people, cases);
    Set<Pair> spoke = new HashSet<>();
    Map<Long, InHour> hours = new HashMap<>();
    Map<Long, List<ReportFiled>> counted = new HashMap<>();
    List<Weighed> weighed = new ArrayList<>(reports.size());
    for (ReportFiled report : reports) {
      Reporter reporter = known(people, report.reporter());
      CaseRows.Open of = known(cases, report.subject());
      Pair pair = new Pair(of.id(), reporter.id());
      Before earlier = before.getOrDefault(pair, new Before(false, false));
      boolean first = spoke.add(pair) && !earlier.again();
      InHour hour = count(report, reporter, hours);
      List<ReportFiled> others = counted.computeIfAbsent(of.id(), _ -> new ArrayList<>());
      String because = null;
      if (report.reporter().equals(report.subject())) {
        because = "self";
      } else if (!first) {
        because = "again";
      } else if (hour.reports() > settings.reportsPerHour()) {
        because = "hourly";
      } else if (earlier.together() || others.stream().anyMatch(other -> together(report, other))) {
        because = "together";
      } else {
        others.add(report);
      }
      double weight = because == null ? reporters.weight(reporter) : 0;
      weighed.add(new Weighed(report, of, reporter, weight, because, first, hour));
    }
    return weighed;
  }

  static <K, V> V known(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new Docket.CaseMoved("a row was not to be seen again: " + key);
    }
    return value;
  }

  private static InHour count(ReportFiled report, Reporter reporter, Map<Long, InHour> hours) {
    int hour = (int) (report.meta().at().getEpochSecond() / 3600);
    InHour last =
        hours.getOrDefault(reporter.id(), new InHour(reporter.hour(), reporter.hourReports()));
    InHour now = new InHour(hour, last.hour() == hour ? last.reports() + 1 : 1);
    hours.put(reporter.id(), now);
    return now;
  }

  void countHours(List<Weighed> weighed) {
    Map<Long, InHour> last = new HashMap<>();
    weighed.forEach(one -> last.put(one.reporter().id(), one.hour()));
    List<Reporters.InHour> rows = new ArrayList<>(last.size());
    last.forEach((id, hour) -> rows.add(new Reporters.InHour(id, hour.hour(), hour.reports())));
    reporters.count(rows);
  }

  /** Two young accounts, made together, on the same account within minutes: one witness. */
  private boolean together(ReportFiled a, ReportFiled b) {
    return young(a)
        && near(a.reporterSince(), b.reporterSince(), settings.togetherMade())
        && near(a.meta().at(), b.meta().at(), settings.togetherReported());
  }

  private boolean young(ReportFiled report) {
    Duration age = Duration.between(report.reporterSince(), report.meta().at());
    return age.compareTo(settings.young()) < 0;
  }

  private static boolean near(Instant a, Instant b, Duration most) {
    return Duration.between(a, b).abs().compareTo(most) <= 0;
  }

  private record Found(Pair pair, Before before) {}

  /** What the database knows of these people in these cases; nothing for a case just opened. */
  private Map<Pair, Before> before(
      List<ReportFiled> reports,
      Map<AccountRef, Reporter> people,
      Map<AccountRef, CaseRows.Open> cases) {
    List<ReportFiled> old =
        reports.stream().filter(report -> !known(cases, report.subject()).fresh()).toList();
    Map<Pair, Before> before = new HashMap<>();
    Columns.of(old)
        .bigint(r -> known(cases, r.subject()).id())
        .bigint(r -> known(people, r.reporter()).id())
        .as("timestamptz", r -> r.reporterSince().minus(settings.togetherMade()))
        .as("timestamptz", r -> r.reporterSince().plus(settings.togetherMade()))
        .as("timestamptz", r -> r.meta().at().minus(settings.togetherReported()))
        .as("timestamptz", r -> r.meta().at().plus(settings.togetherReported()))
        .as("bool", this::young)
        .query(
            jdbc,
            BEFORE,
            (row, _) ->
                new Found(
                    new Pair(row.getLong(1), row.getLong(2)),
                    new Before(row.getBoolean(3), row.getBoolean(4))))
        .forEach(found -> before.put(found.pair(), found.before()));
    return before;
  }

  private static final String BEFORE =
      """
      select k.case_id, k.reporter,
             exists (select from report s where s.case_id = k.case_id and s.reporter = k.reporter),
             exists (select from report w
                     where w.case_id = k.case_id and w.counts
                       and w.since between k.made_from and k.made_to
                       and w.at between k.said_from and k.said_to
                       and w.reporter <> k.reporter
                       and (k.young
                            or exists (select from report a join report b on a.case_id = b.case_id
                                       where a.reporter = k.reporter and b.reporter = w.reporter
                                         and a.case_id <> k.case_id
                                         and abs(extract(epoch from a.at - b.at))
                                             <= extract(epoch from k.said_to - k.said_from) / 2)))
      from unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                  ?::timestamptz[], ?::bool[])
           as k (case_id, reporter, made_from, made_to, said_from, said_to, young)
      """;
}
