package reeve.server.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.PlatformId;

/** The people who report, and what their word weighs. */
@Component
final class Reporters {
  private static final Duration MEAN_HOLDS = Duration.ofMinutes(10);

  private final JdbcTemplate jdbc;
  private final InstantSource clock;
  private final Map<PlatformId, Mean> means = new ConcurrentHashMap<>();

  Reporters(JdbcTemplate jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A reporter before a batch.
   *
   * @param hour hours since 1970 of the last report, {@code hourReports} the reports in it
   */
  record Reporter(long id, AccountRef account, int judged, int right, int hour, int hourReports) {}

  private record Mean(double value, Instant until) {}

  /**
   * What a reporter's word weighs against an ordinary one's: (1 + right) / (2 + judged) over the
   * town's mean, kept between a quarter and two.
   */
  static double weight(int judged, int right, double mean) {
    return Math.clamp((1.0 + right) / (2.0 + judged) / mean, 0.25, 2.0);
  }

  double weight(Reporter reporter) {
    return weight(reporter.judged(), reporter.right(), mean(reporter.account().platform()));
  }

  /** The mean over everybody who ever reported there, at most ten minutes old. */
  double mean(PlatformId platform) {
    Instant now = clock.instant();
    Mean known = means.get(platform);
    if (known == null || known.until().isBefore(now)) {
      Double mean =
          jdbc.queryForObject(
              """
              select coalesce(avg((1.0 + was_right) / (2.0 + judged)), 0.5)::float8
              from reporter where platform = ?
              """,
              Double.class,
              platform.value());
      known = new Mean(mean == null ? 0.5 : mean, now.plus(MEAN_HOLDS));
      means.put(platform, known);
    }
    return known.value();
  }

  /** The reporters of a batch; who is new gets a row. */
  Map<AccountRef, Reporter> of(List<ReportFiled> reports) {
    Map<AccountRef, Instant> since = new LinkedHashMap<>();
    reports.forEach(report -> since.putIfAbsent(report.reporter(), report.reporterSince()));
    Map<AccountRef, Reporter> found = new HashMap<>();
    read(List.copyOf(since.keySet())).forEach(reporter -> found.put(reporter.account(), reporter));
    List<AccountRef> missing = new ArrayList<>();
    for (AccountRef account : since.keySet()) {
      if (!found.containsKey(account)) {
        missing.add(account);
      }
    }
    if (!missing.isEmpty()) {
      Columns.of(missing)
          .text(a -> a.platform().value())
          .text(AccountRef::nativeId)
          .as("timestamptz", since::get)
          .update(
              jdbc,
              """
              insert into reporter (platform, native_id, since)
              select * from unnest(?::text[], ?::text[], ?::timestamptz[])
              on conflict do nothing
              """);
      read(missing).forEach(reporter -> found.put(reporter.account(), reporter));
    }
    return found;
  }

  private List<Reporter> read(List<AccountRef> accounts) {
    return Columns.of(accounts)
        .text(a -> a.platform().value())
        .text(AccountRef::nativeId)
        .query(
            jdbc,
            """
            select r.id, r.platform, r.native_id, r.judged, r.was_right, r.hour, r.hour_reports
            from unnest(?::text[], ?::text[]) as k (platform, native_id)
            join reporter r on r.platform = k.platform and r.native_id = k.native_id
            """,
            Reporters::map);
  }

  private static Reporter map(ResultSet row, int number) throws SQLException {
    return new Reporter(
        row.getLong(1),
        new AccountRef(new PlatformId(row.getString(2)), row.getString(3)),
        row.getInt(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7));
  }

  /** Reports of one reporter in one hour of the clock. */
  record InHour(long reporter, int hour, int reports) {}

  void count(List<InHour> hours) {
    Columns.of(hours)
        .bigint(InHour::reporter)
        .integer(InHour::hour)
        .integer(InHour::reports)
        .update(
            jdbc,
            """
            update reporter r set hour = k.hour, hour_reports = k.reports
            from unnest(?::bigint[], ?::int[], ?::int[]) as k (id, hour, reports)
            where r.id = k.id and r.hour <= k.hour
            """);
  }
}
