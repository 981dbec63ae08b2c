package reeve.server.transparency;

import static reeve.server.transparency.Table.Column.number;
import static reeve.server.transparency.Table.Column.word;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.server.record.Found;
import reeve.server.transparency.Cell.What;
import reeve.server.transparency.Figures.Spread;
import reeve.server.transparency.Table.Column;
import reeve.server.transparency.Table.From;

/** Makes the tables of figures. */
final class Tables {
  private static final List<Column> FOUND =
      List.of(
          number("reports", "Reports"),
          number("from_reports", "From reports"),
          number("proactive", "Proactive"),
          number("otherwise", "Otherwise"));

  private final Figures figures;
  private final Sums sums;
  private final List<Origin> origins;

  private Tables(Figures figures) {
    this.figures = figures;
    this.sums = new Sums(figures);
    this.origins =
        Arrays.stream(Origin.values()).filter(origin -> !figures.isEmpty(origin)).toList();
  }

  /**
   * All tables.
   *
   * @param asOf decides which months of orders and views are out
   */
  static List<Table> of(Figures figures, Instant asOf) {
    var tables = new Tables(figures);
    List<Table> all = new ArrayList<>();
    all.add(tables.suspensions());
    all.add(tables.periods("months", "By month", Tables::month));
    all.add(tables.periods("half-years", "By half-year", Tables::halfYear));
    all.add(tables.clauses());
    all.add(tables.languages());
    all.add(tables.times());
    all.add(tables.reach());
    all.add(tables.decisions());
    all.add(tables.measures());
    all.add(tables.appeals("appeals", "Appeals of account holders", "holder", From.PUBLIC));
    all.add(
        tables.appeals(
            "reporters-appeals", "Appeals of those who had reported", "reporter", From.DATABASE));
    all.add(tables.rules());
    all.addAll(new LateTables(figures, asOf).all());
    return List.copyOf(all);
  }

  /** What of these follows from published rows alone. */
  static List<Table> ofPublic(Figures figures, Instant asOf) {
    return of(figures, asOf).stream().filter(it -> it.from() == From.PUBLIC).toList();
  }

  private interface Rows {
    void of(Origin origin, Scope scope, List<List<@Nullable Object>> rows);
  }

  private List<List<@Nullable Object>> rows(Rows each) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Origin origin : origins) {
      for (Scope scope : List.of(Scope.TERRORISM, Scope.ALL)) {
        each.of(origin, scope, rows);
      }
    }
    return rows;
  }

  static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  private static Column[] columns(Column... columns) {
    return columns;
  }

  private static List<Column> columns(Column[] first, List<Column> then, Column... last) {
    List<Column> all = new ArrayList<>(List.of(first));
    all.addAll(then);
    all.addAll(List.of(last));
    return all;
  }

  private static final Column ORIGIN = word("origin", "Origin");
  private static final Column SCOPE = word("scope", "Suspended for");
  private static final Column POLICY = word("policy", "Policy");
  private static final Column CLAUSE = word("clause", "Clause");

  private Table suspensions() {
    return new Table(
        "suspensions",
        "Accounts suspended",
        "An account counts once in each line, by its first suspension there. Suspended are those that still are, those reinstated and those whose time is over.",
        From.PUBLIC,
        List.of(
            ORIGIN,
            SCOPE,
            word("since", "Since"),
            number("suspended", "Suspended"),
            number("still_suspended", "Still suspended"),
            number("reinstated", "Reinstated"),
            number("ended", "Time over")),
        rows((origin, scope, rows) -> {
          Predicate<Cell> which = Sums.of(origin, scope);
          long suspended = sums.of(What.SUSPENDED, which);
          long reinstated =
              sums.of(What.REINSTATED, which)
                  - sums.of(What.AGAIN, which.and(it -> it.detail().equals("reinstated")));
          long ended =
              sums.of(What.ENDED, which)
                  - sums.of(What.AGAIN, which.and(it -> it.detail().equals("ended")));
          Instant since = figures.since().get(new Figures.Since(origin, scope));
          rows.add(
              row(
                  origin.code(),
                  scope.code(),
                  since == null ? null : since.atZone(ZoneOffset.UTC).toLocalDate().toString(),
                  suspended,
                  suspended - reinstated - ended,
                  reinstated,
                  ended));
        }));
  }

  private static String month(YearMonth month) {
    return month.toString();
  }

  private static String halfYear(YearMonth month) {
    return month.getYear() + (month.getMonthValue() <= 6 ? "-H1" : "-H2");
  }

  private Table periods(String id, String title, Function<YearMonth, String> period) {
    return new Table(
        id,
        title,
        "By UTC; each account in the period of its first suspension, and again in that in which it was taken back.",
        From.PUBLIC,
        columns(
            columns(ORIGIN, SCOPE, word("period", "Period"), number("suspended", "Suspended")),
            FOUND,
            number("reinstated", "Reinstated")),
        rows((origin, scope, rows) -> {
          Predicate<Cell> which = Sums.of(origin, scope);
          var suspended = sums.by(What.SUSPENDED, which, Cell::month);
          var reinstated = sums.by(What.REINSTATED, which, Cell::month);
          SortedMap<String, Map<String, Long>> found = new TreeMap<>();
          SortedMap<String, Long> back = new TreeMap<>();
          for (YearMonth month : months(suspended.keySet(), reinstated.keySet())) {
            Map<String, Long> of = found.computeIfAbsent(period.apply(month), _ -> new TreeMap<>());
            suspended
                .getOrDefault(month, Map.of())
                .forEach((detail, count) -> of.merge(detail, count, Long::sum));
            back.merge(period.apply(month), total(reinstated.get(month)), Long::sum);
          }
          found.forEach((name, by) -> {
            List<@Nullable Object> row =
                new ArrayList<>(row(origin.code(), scope.code(), name, total(by)));
            row.addAll(found(by));
            row.add(back.getOrDefault(name, 0L));
            rows.add(row);
          });
        }));
  }

  /** All months from the first to the last, the empty ones too. */
  @SafeVarargs
  static List<YearMonth> months(Iterable<YearMonth>... some) {
    var all = new TreeSet<YearMonth>();
    for (Iterable<YearMonth> of : some) {
      of.forEach(all::add);
    }
    List<YearMonth> months = new ArrayList<>();
    if (!all.isEmpty()) {
      YearMonth last = all.getLast();
      for (YearMonth month = all.getFirst(); !month.isAfter(last); month = month.plusMonths(1)) {
        months.add(month);
      }
    }
    return months;
  }

  private static long total(@Nullable Map<String, Long> by) {
    return by == null ? 0 : by.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<@Nullable Object> found(Map<String, Long> by) {
    List<@Nullable Object> cells = new ArrayList<>();
    for (Found found : Found.values()) {
      cells.add(by.getOrDefault(found.code(), 0L));
    }
    return cells;
  }

  private Table clauses() {
    return new Table(
        "clauses",
        "By clause, and how they were found",
        "Each account under the clause of its first suspension.",
        From.PUBLIC,
        columns(columns(ORIGIN, SCOPE, POLICY, CLAUSE), FOUND, number("all", "All")),
        rows((origin, scope, rows) ->
            sums.by(What.SUSPENDED, Sums.of(origin, scope), Clause::of)
                .forEach((clause, by) -> {
                  List<@Nullable Object> row =
                      new ArrayList<>(
                          row(origin.code(), scope.code(), clause.policy(), clause.name()));
                  row.addAll(found(by));
                  row.add(total(by));
                  rows.add(row);
                })));
  }

  private Table languages() {
    return new Table(
        "languages",
        "By language",
        "Of the posts relied on, as their author declared it: the server guesses no language. Language counts in no decision.",
        From.DATABASE,
        List.of(ORIGIN, SCOPE, word("language", "Language"), number("suspended", "Suspended")),
        rows((origin, scope, rows) ->
            sums.by(What.LANGUAGE, Sums.of(origin, scope), Cell::detail)
                .forEach((language, by) ->
                    rows.add(row(origin.code(), scope.code(), language, total(by))))));
  }

  private Table times() {
    return new Table(
        "times",
        "How long it took",
        "From the first sign, for example the first report or verdict of a rule. Ranks are nearest ranks: the median is a time within which at least half were done. They are told from ten accounts on and as hours begun, since the time of one account would tell when it was reported.",
        From.DATABASE,
        List.of(
            ORIGIN,
            SCOPE,
            word("until", "Until"),
            number("known", "Known of"),
            new Column("median_h", "Median", Table.Type.HOURS),
            new Column("p90_h", "90 % within", Table.Type.HOURS),
            new Column("p99_h", "99 % within", Table.Type.HOURS)),
        rows((origin, scope, rows) -> {
          for (Spread.Of of : List.of(Spread.Of.DECISION, Spread.Of.ENFORCEMENT)) {
            Numbers.Ranks ranks = figures.spread(origin, scope, of);
            boolean many = ranks.count() >= Table.Rough.LEAST;
            rows.add(
                row(
                    origin.code(),
                    scope.code(),
                    of == Spread.Of.DECISION ? "decision" : "suspension",
                    ranks.count(),
                    many ? begun(ranks.median()) : null,
                    many ? begun(ranks.ninetieth()) : null,
                    many ? begun(ranks.last()) : null));
          }
        }));
  }

  /** The hours that so many seconds take part of: one at least. */
  private static @Nullable Long begun(@Nullable Long seconds) {
    return seconds == null ? null : Long.valueOf(Math.max(1, Math.ceilDiv(seconds, 3_600)));
  }

  private Table reach() {
    return new Table(
        "reach",
        "Reach before removal",
        "How many accounts could have seen it, not how many did: nobody counts views. Followers are those when the account was last seen before the decision. The hours are those that the oldest post relied on had stood.",
        From.DATABASE,
        List.of(
            ORIGIN,
            SCOPE,
            number("known", "Known of"),
            number("before_first_post", "Before their first post"),
            number("followers", "Followers, all together"),
            number("followers_median", "Median"),
            number("followers_p90", "90 % have at most"),
            new Column("stood_median_h", "Post stood, median", Table.Type.HOURS),
            new Column("stood_p90_h", "90 % at most", Table.Type.HOURS)),
        rows((origin, scope, rows) -> {
          Predicate<Cell> which = Sums.of(origin, scope);
          Numbers.Ranks followers = figures.spread(origin, scope, Spread.Of.FOLLOWERS);
          Numbers.Ranks stood = figures.spread(origin, scope, Spread.Of.STOOD);
          rows.add(
              row(
                  origin.code(),
                  scope.code(),
                  sums.of(What.REACH, which.and(it -> it.detail().equals("described"))),
                  sums.of(What.REACH, which.and(it -> it.detail().equals("before-first-post"))),
                  followers.sum(),
                  followers.median(),
                  followers.ninetieth(),
                  stood.median(),
                  stood.ninetieth()));
        }));
  }

  private Table decisions() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Origin origin : origins) {
      Predicate<Cell> which = Sums.of(origin, Scope.ALL);
      var decided = sums.by(What.DECIDED, which, Clause::of);
      var alone = sums.by(What.ALONE, which, Clause::of);
      var undone = sums.by(What.UNDONE, which, Clause::of);
      var clauses = new TreeSet<>(decided.keySet());
      clauses.addAll(undone.keySet());
      for (Clause clause : clauses) {
        Map<String, Long> by = decided.getOrDefault(clause, Map.of());
        rows.add(
            row(
                origin.code(),
                clause.policy(),
                clause.name(),
                total(by),
                by.getOrDefault("rule", 0L),
                total(alone.get(clause)),
                total(undone.get(clause))));
      }
    }
    return new Table(
        "decisions",
        "Decisions",
        "First decisions on a case, of any measure; those on appeals of holders stand below, and what an appeal of one who had reported led to counts here like any other. No policy is named where nothing was broken. \"By one alone\": another person was asked for, and nobody else was there.",
        From.PUBLIC,
        List.of(
            ORIGIN,
            POLICY,
            CLAUSE,
            number("decided", "Decided"),
            number("by_rule", "By a rule without a person"),
            number("by_one_alone", "By one alone"),
            number("undone", "Undone later")),
        rows);
  }

  private Table measures() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Origin origin : origins) {
      sums.by(What.MEASURE, Sums.of(origin, Scope.ALL), Cell::policy)
          .forEach((policy, by) ->
              by.forEach((action, count) -> rows.add(row(origin.code(), policy, action, count))));
    }
    return new Table(
        "measures",
        "What was carried out",
        "Each measure that the platform confirmed; one decision may have several.",
        From.PUBLIC,
        List.of(ORIGIN, POLICY, word("measure", "Measure"), number("carried_out", "Carried out")),
        rows);
  }

  private Table appeals(String id, String title, String side, From from) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Origin origin : origins) {
      Predicate<Cell> of = Sums.of(origin, Scope.ALL);
      var filed = sums.by(What.FILED, of.and(it -> it.detail().equals(side)), Cell::policy);
      var heard =
          sums.by(What.HEARD, of.and(it -> it.detail().startsWith(side + ":")), Cell::policy);
      var alone = sums.by(What.HEARD_ALONE, of.and(it -> it.detail().equals(side)), Cell::policy);
      for (String policy : filed.keySet()) {
        Map<String, Long> by = heard.getOrDefault(policy, Map.of());
        rows.add(
            row(
                origin.code(),
                policy,
                total(filed.get(policy)),
                total(filed.get(policy)) - total(by),
                by.getOrDefault(side + ":upheld", 0L),
                by.getOrDefault(side + ":changed", 0L),
                by.getOrDefault(side + ":overturned", 0L),
                total(alone.get(policy))));
      }
    }
    return new Table(
        id,
        title,
        "Under the policy of the decision. Overturned: another person looked again and took it back. \"By one alone\": heard by who had decided before, since nobody else was there.",
        from,
        List.of(
            ORIGIN,
            POLICY,
            number("filed", "Filed"),
            number("undecided", "Not decided yet"),
            number("upheld", "Upheld"),
            number("changed", "Changed"),
            number("overturned", "Overturned"),
            number("by_one_alone", "By one alone")),
        rows);
  }

  private Table rules() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Origin origin : origins) {
      sums.by(What.RULE, Sums.of(origin, Scope.ALL), Clause::of)
          .forEach((clause, by) -> {
            long all = total(by);
            long confirmed = by.getOrDefault("confirmed", 0L);
            rows.add(
                row(
                    origin.code(),
                    clause.policy(),
                    clause.name(),
                    all,
                    confirmed,
                    by.getOrDefault("no-violation", 0L),
                    by.getOrDefault("overturned", 0L),
                    all == 0 ? null : Long.valueOf(Math.round(1_000.0 * (all - confirmed) / all))));
          });
    }
    return new Table(
        "rules",
        "How often rules were right",
        "Decisions on accounts that a rule had surfaced, under the clause that the rule looks for; each rule counts by itself. Wrong are those where nothing was broken and those that an appeal overturned. People decide, not rules: a wrong surfacing costs attention.",
        From.DATABASE,
        List.of(
            ORIGIN,
            POLICY,
            CLAUSE,
            number("decided", "Decided"),
            number("confirmed", "Confirmed"),
            number("no_violation", "Nothing broken"),
            number("overturned", "Overturned"),
            new Column("error", "Wrong", Table.Type.TENTHS)),
        rows);
  }
}
