package reeve.server.transparency;

import static reeve.server.transparency.Table.Column.number;
import static reeve.server.transparency.Table.Column.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reeve.server.record.Found;
import reeve.server.transparency.Cell.What;
import reeve.server.transparency.Table.From;

/**
 * The figures in the order of the sections that the law names, by calendar year. Which columns and
 * words the forms themselves ask for is not verified: the files say so and claim no conformity.
 */
final class Exports {
  private static final String UNVERIFIED =
      "The sections are those of the form; its columns and words are not verified, and this file claims no conformity with it. Orders and notifications stand by month, a month late and rounded.";

  private static final String NOT_HERE = "not computed from the record; add by hand";

  private static final String AFTER_NOTICES = "accounts suspended, after notices";

  private static final Map<String, String> OWN =
      Map.of(
          Found.FROM_REPORTS.code(), "accounts suspended, found from reported ones",
          Found.PROACTIVE.code(), "accounts suspended, found by own means",
          Found.OTHERWISE.code(), "accounts suspended, found otherwise");

  private final Sums sums;
  private final List<Table> tables;
  private final Set<Integer> years;
  private final List<Origin> origins;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  private Exports(Figures figures, List<Table> tables) {
    this.sums = new Sums(figures);
    this.tables = tables;
    this.years = new TreeSet<>();
    // A year must not begin with an order or a view: they are told a month late.
    figures.counts().keySet().stream()
        .filter(cell -> cell.what() != What.ORDER && cell.what() != What.WORK)
        .forEach(cell -> years.add(cell.month().getYear()));
    this.origins =
        List.of(Origin.values()).stream().filter(origin -> !figures.isEmpty(origin)).toList();
  }

  /** Regulation (EU) 2022/2065, Articles 15 and 24; Implementing Regulation (EU) 2024/2835. */
  static Table dsa(Figures figures, List<Table> tables) {
    var export = new Exports(figures, tables);
    export.identification();
    export.orders(
        "2 orders",
        Set.of("removal", "preservation", "disclosure", "emergency-disclosure", "request"));
    for (Origin origin : export.origins) {
      for (int year : export.years) {
        export.found(origin, year);
        export.complaints(origin, year);
        export.automation(origin, year);
      }
    }
    export.add("7 human resources", "", "", "", "", NOT_HERE);
    export.add("8 average recipients", "", "", "", "", NOT_HERE);
    return export.table("dsa", "Transparency report, sections 1 to 8 (DSA)");
  }

  /** Regulation (EU) 2021/784, Article 7. */
  static Table tco(Figures figures, List<Table> tables) {
    var export = new Exports(figures, tables);
    export.orders("removal orders", Set.of("removal"));
    for (Origin origin : export.origins) {
      for (int year : export.years) {
        export.terrorism(origin, year);
      }
    }
    return export.table("tco", "Transparency report on terrorist content (TCO, Article 7)");
  }

  private Table table(String id, String title) {
    return new Table(
        id,
        title,
        UNVERIFIED,
        From.DATABASE,
        List.of(
            word("section", "Section"),
            word("origin", "Origin"),
            word("period", "Period"),
            word("policy", "Policy"),
            word("item", "What"),
            number("value", "Value")),
        rows);
  }

  private void add(
      String section, String origin, String period, String policy, String item, Object value) {
    rows.add(Tables.row(section, origin, period, policy, item, value));
  }

  private void identification() {
    for (String item : List.of("name of the provider", "name of the service", "period")) {
      add("1 identification", "", "", "", item, NOT_HERE);
    }
  }

  /** The rows of the table of orders, as they are. */
  private void orders(String section, Set<String> demands) {
    Table orders = tables.stream().filter(it -> it.id().equals("orders")).findFirst().orElseThrow();
    for (List<@Nullable Object> row : orders.rows()) {
      String demand = "" + orders.cell(row, "demand");
      if (demands.contains(demand)) {
        add(
            section,
            "",
            "" + orders.cell(row, "month"),
            "" + orders.cell(row, "country"),
            demand + ": " + orders.cell(row, "outcome"),
            Objects.requireNonNull(orders.cell(row, "count")));
      }
    }
  }

  private static Predicate<Cell> in(Origin origin, int year, Scope scope) {
    return it -> it.origin() == origin && it.scope() == scope && it.month().getYear() == year;
  }

  private void each(
      String section, Origin origin, int year, What what, Scope scope, Map<String, String> items) {
    sums.by(what, in(origin, year, scope), Cell::policy)
        .forEach((policy, by) ->
            by.forEach((detail, count) -> {
              String item = items.get(detail);
              if (item != null) {
                add(section, origin.code(), "" + year, policy, item, count);
              }
            }));
  }

  private void found(Origin origin, int year) {
    // Of terrorism as the other report counts it, of the rest by the first suspension of all.
    suspended("3 notices", origin, year, Map.of(Found.REPORTS.code(), AFTER_NOTICES));
    suspended("4 own initiative", origin, year, OWN);
    sums.by(What.MEASURE, in(origin, year, Scope.ALL), Cell::policy)
        .forEach((policy, by) ->
            by.forEach((action, count) ->
                add(
                    "3 and 4 measures",
                    origin.code(),
                    "" + year,
                    policy,
                    "carried out: " + action,
                    count)));
  }

  private void suspended(String section, Origin origin, int year, Map<String, String> items) {
    for (Scope scope : Scope.values()) {
      sums.by(What.SUSPENDED, in(origin, year, scope), Cell::policy)
          .forEach((policy, by) -> {
            if (Scope.TERRORISM.holds(policy) == (scope == Scope.TERRORISM)) {
              by.forEach((detail, count) -> {
                String item = items.get(detail);
                if (item != null) {
                  add(section, origin.code(), "" + year, policy, item, count);
                }
              });
            }
          });
    }
  }

  private void complaints(Origin origin, int year) {
    each("5 complaints", origin, year, What.FILED, Scope.ALL, Map.of("holder", "filed by holders"));
    each(
        "5 complaints",
        origin,
        year,
        What.HEARD,
        Scope.ALL,
        Map.of(
            "holder:upheld", "upheld",
            "holder:changed", "changed",
            "holder:overturned", "overturned"));
    add("5 disputes out of court", origin.code(), "" + year, "", "", NOT_HERE);
  }

  private void automation(Origin origin, int year) {
    each(
        "6 automation",
        origin,
        year,
        What.DECIDED,
        Scope.ALL,
        Map.of("rule", "decided by a rule without a person"));
    each(
        "6 automation",
        origin,
        year,
        What.HEARD_AUTOMATED,
        Scope.ALL,
        Map.of(
            "overturned", "of these, overturned on appeal",
            "upheld", "of these, upheld on appeal",
            "changed", "of these, changed on appeal"));
    each(
        "6 automation",
        origin,
        year,
        What.RULE,
        Scope.ALL,
        Map.of(
            "confirmed", "surfaced by a rule, confirmed by a person",
            "no-violation", "surfaced by a rule, nothing broken",
            "overturned", "surfaced by a rule, overturned on appeal"));
  }

  private void suspendedFor(Origin origin, int year) {
    each(
        "measures",
        origin,
        year,
        What.SUSPENDED,
        Scope.TERRORISM,
        Map.of(Found.REPORTS.code(), AFTER_NOTICES));
    each("measures", origin, year, What.SUSPENDED, Scope.TERRORISM, OWN);
  }

  private void terrorism(Origin origin, int year) {
    suspendedFor(origin, year);
    add(
        "reinstated",
        origin.code(),
        "" + year,
        "",
        "accounts reinstated",
        sums.of(What.REINSTATED, in(origin, year, Scope.TERRORISM)));
    Predicate<Cell> of = in(origin, year, Scope.ALL).and(it -> Scope.TERRORISM.holds(it.policy()));
    add(
        "complaints",
        origin.code(),
        "" + year,
        "",
        "filed by holders",
        sums.of(What.FILED, of.and(it -> it.detail().equals("holder"))));
    for (String outcome : List.of("upheld", "changed", "overturned")) {
      add(
          "complaints",
          origin.code(),
          "" + year,
          "",
          outcome,
          sums.of(What.HEARD, of.and(it -> it.detail().equals("holder:" + outcome))));
    }
  }
}
