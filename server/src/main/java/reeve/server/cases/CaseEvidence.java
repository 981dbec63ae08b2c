package reeve.server.cases;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import reeve.server.policy.Clause;
import reeve.server.policy.ClauseId;
import reeve.server.policy.Policies;

/** Gathers what rules found, for the case page. */
@Component
final class CaseEvidence {
  private static final int RULES_MOST = 20;
  private static final int ALIKE_MOST = 20;

  /** Of each version of a rule the newest; the rest is counted. */
  private static final int HITS_MOST = 5;

  private final JdbcTemplate jdbc;
  private final Copied copied;
  private final Tags tags;
  private final ResemblanceRows resemblances;
  private final Policies policies;
  private final InstantSource clock;

  CaseEvidence(
      JdbcTemplate jdbc,
      Copied copied,
      Tags tags,
      ResemblanceRows resemblances,
      Policies policies,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.copied = copied;
    this.tags = tags;
    this.resemblances = resemblances;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * What rules found.
   *
   * @param rules the rule with the newest hit first
   * @param leftOut versions of rules beyond those shown
   * @param tags those that hold now
   * @param alike what it resembles, the surest first
   */
  record Found(
      List<RuleHits> rules, int leftOut, List<Tags.Tag> tags, List<ResemblanceRows.Shown> alike) {
    public boolean nothing() {
      return rules.isEmpty() && tags.isEmpty() && alike.isEmpty();
    }

    /** The different rules whose shown verdicts are about each post, by the post's native id. */
    Map<String, List<String>> byPost() {
      Map<String, TreeSet<String>> by = new LinkedHashMap<>();
      for (RuleHits rule : rules) {
        for (Hit hit : rule.hits()) {
          if (hit.post() != null) {
            by.computeIfAbsent(hit.post(), _ -> new TreeSet<>()).add(rule.rule());
          }
        }
      }
      return by.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, one -> List.copyOf(one.getValue())));
    }
  }

  /**
   * The verdicts of one version of a rule.
   *
   * @param clause its title, or its id where no policy in force has it
   * @param hits the newest, newest first
   */
  record RuleHits(
      String rule,
      String version,
      String description,
      String clause,
      int weight,
      long verdicts,
      long overLimit,
      List<Hit> hits) {
    public long leftOut() {
      return verdicts - hits.size();
    }
  }

  /**
   * One verdict.
   *
   * @param post the native id of the post that it is about, or null
   * @param kept whether what it read is still kept
   */
  record Hit(
      Instant at,
      boolean overLimit,
      @Nullable String post,
      boolean kept,
      List<Reading> values,
      List<Reading> counters) {}

  /** A value that was read. */
  record Reading(String name, String value) {}

  private record Row(
      String rule,
      String version,
      String description,
      String clause,
      int weight,
      long verdicts,
      long overLimit,
      int versions,
      Hit hit) {}

  Found of(Case of) {
    Map<List<String>, List<Row>> groups =
        rows(of.id().value()).stream()
            .collect(
                Collectors.groupingBy(
                    row -> List.of(row.rule(), row.version()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<RuleHits> rules = new ArrayList<>();
    int versions = 0;
    for (List<Row> group : groups.values()) {
      Row newest = group.getFirst();
      versions = newest.versions();
      rules.add(
          new RuleHits(
              newest.rule(),
              newest.version(),
              newest.description(),
              clause(newest.clause()),
              newest.weight(),
              newest.verdicts(),
              newest.overLimit(),
              group.stream().map(Row::hit).toList()));
    }
    return new Found(
        rules,
        versions - rules.size(),
        tags.of(of.account(), clock.instant()),
        resemblances.of(of.id().value(), ALIKE_MOST));
  }

  private List<Row> rows(long caseId) {
    return jdbc.query(
        """
        select e.rule, e.version, e.description, e.clause, e.weight, e.verdicts, e.over_all,
               e.versions, e.at, e.over_limit, e.post, e.seen, e.counters
        from (select n.*, dense_rank() over (order by newest desc, rule, version) as place,
                     count(*) filter (where nth = 1) over () as versions
              from (select x.*,
                           row_number() over (partition by rule, version
                                              order by at desc, verdict) as nth,
                           count(*) over (partition by rule, version) as verdicts,
                           count(*) filter (where over_limit)
                             over (partition by rule, version) as over_all,
                           max(at) over (partition by rule, version) as newest
                    from evidence x where x.case_id = ?) n
              where nth <= ?) e
        where e.place <= ?
        order by e.place, e.nth
        """,
        (row, _) -> {
          String seen = row.getString(12);
          String counters = row.getString(13);
          return new Row(
              row.getString(1),
              row.getString(2),
              row.getString(3),
              row.getString(4),
              row.getInt(5),
              row.getLong(6),
              row.getLong(7),
              row.getInt(8),
              new Hit(
                  row.getTimestamp(9).toInstant(),
                  row.getBoolean(10),
                  row.getString(11),
                  seen != null,
                  readings(seen),
                  readings(counters)));
        },
        caseId,
        HITS_MOST,
        RULES_MOST);
  }

  private List<Reading> readings(@Nullable String body) {
    return body == null
        ? List.of()
        : copied.readings(body).entrySet().stream()
            .map(entry -> new Reading(entry.getKey(), words(entry.getValue())))
            .toList();
  }

  private static String words(@Nullable Object value) {
    return switch (value) {
      case null -> "not there";
      case Boolean bool -> bool ? "yes" : "no";
      case List<?> list -> list.stream().map(CaseEvidence::words).collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }

  private String clause(String id) {
    return policies.clause(ClauseId.parse(id)).map(Clause::title).orElse(id);
  }
}
