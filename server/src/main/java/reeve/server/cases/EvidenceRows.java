package reeve.server.cases;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.platform.Origin;
import reeve.server.platform.PostRef;
import reeve.server.record.RecordId;

/** Verdicts as rows, each beside its case. */
@Component
final class EvidenceRows {
  private final JdbcTemplate jdbc;
  private final Copied copied;

  EvidenceRows(JdbcTemplate jdbc, Copied copied) {
    this.jdbc = jdbc;
    this.copied = copied;
  }

  /** Without what was taken before, or stands twice in the batch. */
  List<Surfaced> fresh(List<Surfaced> all) {
    return Fresh.of(
        jdbc,
        all,
        one -> one.verdict().bytes(),
        """
        select e.verdict from unnest(?::bytea[]) as k (verdict)
        join evidence e on e.verdict = k.verdict
        """);
  }

  /** A verdict in its case, with its record. */
  record InCase(Surfaced verdict, long caseId, RecordId record) {}

  void keep(List<InCase> verdicts) {
    Columns.of(verdicts)
        .bytes(v -> v.verdict().verdict().bytes())
        .bigint(InCase::caseId)
        .text(v -> v.verdict().rule().name())
        .text(v -> v.verdict().rule().version())
        .bytes(v -> v.verdict().rule().ruleSetBytes())
        .text(v -> v.verdict().rule().description())
        .text(v -> v.verdict().clause().toString())
        .integer(v -> v.verdict().weight())
        .as("bool", v -> v.verdict().overLimit())
        .as("timestamptz", v -> v.verdict().at())
        .text(v -> v.verdict().event())
        .text(v -> v.verdict().post() == null ? null : v.verdict().post().post().nativeId())
        .text(v -> copied.write(v.verdict().readings().values()))
        .text(v -> copied.write(v.verdict().readings().counters()))
        .as("uuid", v -> v.record().value())
        .update(
            jdbc,
            """
            insert into evidence (verdict, case_id, rule, version, rule_set, description, clause,
                                  weight, over_limit, at, event, post, seen, counters, record)
            select * from unnest(?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::bytea[],
                                 ?::text[], ?::text[], ?::int[], ?::bool[], ?::timestamptz[],
                                 ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[])
            """);
  }

  /**
   * What a case's verdicts add up to.
   *
   * @param weight the sum over its different rules of their greatest weight within the limit
   * @param rules different ones, those over their limit too
   */
  record Sum(long caseId, int weight, int rules, int verdicts) {}

  Map<Long, Sum> sums(List<Long> cases) {
    Map<Long, Sum> sums = new HashMap<>();
    Columns.of(cases)
        .bigint(id -> id)
        .query(
            jdbc,
            """
            select case_id, coalesce(sum(weight), 0), count(*), sum(verdicts)
            from (select case_id, max(weight) filter (where not over_limit) as weight,
                         count(*) as verdicts
                  from evidence where case_id = any (?::bigint[]) group by case_id, rule) rules
            group by case_id
            """,
            (row, _) -> new Sum(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4)))
        .forEach(sum -> sums.put(sum.caseId(), sum));
    return sums;
  }

  /** Takes what was read out of the verdicts of a case; gives their records. */
  List<UUID> empty(long caseId) {
    return jdbc.query(
        """
        update evidence set seen = null, counters = null, event = null, post = null
        where case_id = ? returning record
        """,
        (row, _) -> row.getObject(1, UUID.class),
        caseId);
  }

  /** Takes what was read out of the verdicts on these posts of a case; gives their records. */
  List<UUID> seal(long caseId, List<PostRef> posts) {
    return jdbc.query(
        """
        update evidence set seen = null, counters = null
        where case_id = ? and post = any (?) and seen is not null returning record
        """,
        (row, _) -> row.getObject(1, UUID.class),
        caseId,
        posts.stream().map(PostRef::nativeId).toArray(String[]::new));
  }

  List<RuleScore> scores() {
    return jdbc.query(
        """
        select rule, version, origin, sum(surfaced), sum(over_limit), count(*),
               count(*) filter (where is_judged),
               count(*) filter (where is_judged and judged and not overturned),
               count(*) filter (where is_judged and overturned)
        from (select e.rule, e.version, c.origin, c.judged, c.overturned,
                     c.state = 'closed' and c.judged is not null as is_judged,
                     count(*) as surfaced, count(*) filter (where e.over_limit) as over_limit
              from evidence e join cases c on c.id = e.case_id
              group by e.rule, e.version, c.id) cases
        group by rule, version, origin order by rule, version, origin
        """,
        (row, _) ->
            new RuleScore(
                row.getString(1),
                row.getString(2),
                Origin.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9)));
  }
}
