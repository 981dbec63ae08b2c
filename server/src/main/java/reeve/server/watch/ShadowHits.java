package reeve.server.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.watch.run.Finding;
import tools.jackson.databind.json.JsonMapper;

/** What rules in shadow would have done: a row for each rule's version and account. */
@Component
final class ShadowHits {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final JdbcClient db;

  ShadowHits(JdbcClient db) {
    this.db = db;
  }

  /** The hits of one batch on an account, and the newest of them. */
  private static final class Row {
    private Emission.About newest;
    private java.time.Instant first;
    private long hits;
    private long over;

    private Row(Emission.About first) {
      newest = first;
      this.first = first.finding().at();
    }

    private void add(Emission.About about) {
      Finding finding = about.finding();
      hits++;
      over += finding.overLimit() ? 1 : 0;
      first = first.isBefore(finding.at()) ? first : finding.at();
      newest = newest.finding().at().isAfter(finding.at()) ? newest : about;
    }
  }

  /** In the caller's transaction. */
  void keep(List<Emission.About> told) {
    Map<String, Row> sorted = new TreeMap<>();
    for (Emission.About about : told) {
      Finding finding = about.finding();
      sorted
          .computeIfAbsent(
              finding.rule() + " " + finding.version() + " " + about.account(), _ -> new Row(about))
          .add(about);
    }
    if (sorted.isEmpty()) {
      return;
    }
    List<Row> rows = List.copyOf(sorted.values());
    db.sql(
            """
            insert into watch_shadow as s (rule, version, platform, account, origin, hits,
              over_limit, first_at, last_at, event, post, seen, counters)
            select * from unnest(:rules::text[], :versions::text[], :platforms::text[],
              :accounts::text[], :origins::text[], :hits::bigint[], :overs::bigint[],
              :firsts::timestamptz[], :lasts::timestamptz[], :events::text[], :posts::text[],
              :seen::text[], :counters::text[])
            on conflict (rule, version, platform, account) do update
            set hits = s.hits + excluded.hits, over_limit = s.over_limit + excluded.over_limit,
                first_at = least(s.first_at, excluded.first_at),
                last_at = greatest(s.last_at, excluded.last_at),
                event = excluded.event, post = excluded.post, seen = excluded.seen,
                counters = excluded.counters
            """)
        .param("rules", column(rows, row -> row.newest.finding().rule()))
        .param("versions", column(rows, row -> row.newest.finding().version()))
        .param("platforms", column(rows, row -> row.newest.account().platform().value()))
        .param("accounts", column(rows, row -> row.newest.account().nativeId()))
        .param("origins", column(rows, row -> row.newest.finding().origin()))
        .param("hits", column(rows, row -> "" + row.hits))
        .param("overs", column(rows, row -> "" + row.over))
        .param("firsts", column(rows, row -> row.first.toString()))
        .param("lasts", column(rows, row -> row.newest.finding().at().toString()))
        .param("events", column(rows, row -> row.newest.finding().event()))
        .param(
            "posts",
            column(
                rows,
                row -> {
                  Finding.Written post = row.newest.finding().post();
                  return post == null ? null : post.id();
                }))
        .param("seen", column(rows, row -> json(Emission.readings(row.newest.finding()).values())))
        .param(
            "counters",
            column(rows, row -> json(Emission.readings(row.newest.finding()).counters())))
        .update();
  }

  /** Bounded as evidence is. */
  private static String json(Map<String, @Nullable Object> map) {
    return JSON.writeValueAsString(new LinkedHashMap<>(map)).replace("\\u0000", "");
  }

  private static @Nullable String[] column(
      List<Row> rows, java.util.function.Function<Row, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }
}
