package reeve.server.cases;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.cases.Reporters.Reporter;
import reeve.server.cases.Standing.Weighed;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Event.ReportFiled;
import reeve.server.platform.Post;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/** Files a batch of reports into their cases with a handful of statements, whatever its size. */
@Component
final class Filing {
  private static final Kind REPORTED = new Kind("cases.reported", 1);

  private final JdbcTemplate jdbc;
  private final Records records;
  private final Reporters reporters;
  private final Standing standing;
  private final CaseRows rows;
  private final Raising raising;
  private final Routing routing;
  private final FlaggedPosts posts;

  Filing(
      JdbcTemplate jdbc,
      Records records,
      Reporters reporters,
      Standing standing,
      CaseRows rows,
      Raising raising,
      Routing routing,
      FlaggedPosts posts) {
    this.jdbc = jdbc;
    this.records = records;
    this.reporters = reporters;
    this.standing = standing;
    this.rows = rows;
    this.raising = raising;
    this.routing = routing;
    this.posts = posts;
  }

  void file(List<ReportFiled> all) {
    List<ReportFiled> reports = fresh(all);
    if (reports.isEmpty()) {
      return;
    }
    Map<AccountRef, Reporter> people = reporters.of(reports);
    Map<AccountRef, CaseRows.Open> cases = rows.open(reports.stream().map(Sign::of).toList());
    List<Weighed> weighed = standing.weigh(reports, people, cases);
    keepReports(weighed, records.append(weighed.stream().map(Filing::entry).toList()));
    keepPosts(weighed);
    standing.countHours(weighed);
    raise(weighed);
  }

  /** Without what was filed before, or stands twice in the batch. */
  private List<ReportFiled> fresh(List<ReportFiled> all) {
    Set<Key> known =
        new HashSet<>(
            Columns.of(all)
                .text(r -> r.meta().source().value())
                .text(ReportFiled::id)
                .query(
                    jdbc,
                    """
                    select r.platform, r.native_id
                    from unnest(?::text[], ?::text[]) as k (platform, native_id)
                    join report r on r.platform = k.platform and r.native_id = k.native_id
                    """,
                    (row, _) -> new Key(row.getString(1), row.getString(2))));
    List<ReportFiled> fresh = new ArrayList<>(all.size());
    for (ReportFiled report : all) {
      if (known.add(new Key(report.meta().source().value(), report.id()))) {
        fresh.add(report);
      }
    }
    return fresh;
  }

  private record Key(String platform, String id) {}

  private static Entry entry(Weighed weighed) {
    ReportFiled report = weighed.report();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("report", report.id());
    told.put("case", weighed.of().id());
    told.put("category", report.category().name().toLowerCase(Locale.ROOT));
    told.put("rules", report.rules().stream().map(Storable::text).sorted().toList());
    told.put("comment", Storable.text(report.comment()));
    told.put("posts", report.posts().stream().map(post -> post.post().nativeId()).toList());
    told.put("reach", report.reach());
    told.put("at", report.meta().at().toString());
    return new Entry(
        REPORTED,
        report.subject(),
        new Actor.Person(report.reporter()),
        new RecordId(weighed.of().opened()),
        Map.of("origin", report.meta().origin().name().toLowerCase(Locale.ROOT)),
        told);
  }

  private record Kept(Weighed weighed, RecordId record) {}

  private void keepReports(List<Weighed> weighed, List<RecordId> ids) {
    List<Kept> kept = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      kept.add(new Kept(weighed.get(i), ids.get(i)));
    }
    Columns.of(kept)
        .text(k -> k.weighed().report().meta().source().value())
        .text(k -> k.weighed().report().id())
        .bigint(k -> k.weighed().of().id())
        .bigint(k -> k.weighed().reporter().id())
        .as("timestamptz", k -> k.weighed().report().reporterSince())
        .as("timestamptz", k -> k.weighed().report().meta().at())
        .text(k -> k.weighed().report().category().name().toLowerCase(Locale.ROOT))
        .text(k -> lines(k.weighed().report().rules().stream().sorted().toList()))
        .text(k -> Storable.text(k.weighed().report().comment()))
        .text(k ->
            lines(k.weighed().report().posts().stream().map(p -> p.post().nativeId()).toList()))
        .as("float4", k -> k.weighed().weight())
        .as("bool", k -> k.weighed().because() == null)
        .text(k -> k.weighed().because())
        .as("uuid", k -> k.record().value())
        .update(
            jdbc,
            """
            insert into report (platform, native_id, case_id, reporter, since, at, category, rules,
                                comment, posts, weight, counts, because, record)
            select platform, native_id, case_id, reporter, since, at, category,
                   string_to_array(rules, E'\\n'), comment, string_to_array(posts, E'\\n'),
                   weight, counts, because, record
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::timestamptz[],
                        ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::float4[],
                        ?::bool[], ?::text[], ?::uuid[])
                 as k (platform, native_id, case_id, reporter, since, at, category, rules, comment,
                       posts, weight, counts, because, record)
            """);
  }

  /** Ids as one string for {@code string_to_array}: no id has a control character. */
  static String lines(List<String> ids) {
    return String.join("\n", ids.stream().map(id -> Storable.text(id).replace('\n', ' ')).toList());
  }

  private void keepPosts(List<Weighed> weighed) {
    List<FlaggedPosts.Named> named = new ArrayList<>();
    for (Weighed one : weighed) {
      ReportFiled report = one.report();
      for (Post post : report.posts()) {
        named.add(
            new FlaggedPosts.Named(one.of().id(), report.subject(), post, report.meta().at()));
      }
    }
    posts.keep(named);
  }

  private void raise(List<Weighed> weighed) {
    SortedMap<Long, Raise> raises = new TreeMap<>();
    weighed.forEach(one -> Raise.in(raises, one.of().id()).add(one, routing.named(one.report())));
    raising.raise(raises);
  }
}
