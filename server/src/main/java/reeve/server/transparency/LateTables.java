package reeve.server.transparency;

import static reeve.server.transparency.Table.Column.number;
import static reeve.server.transparency.Table.Column.word;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reeve.server.transparency.Cell.What;
import reeve.server.transparency.Table.From;
import reeve.server.transparency.Table.Rough;

/**
 * The tables of what is never opened singly. A month is out when the next one is over too, and no
 * count below ten is told, none at all included; so that nobody reads one order out of them, a
 * country with fewer than ten stands among the others, and no sum tells what is left of it.
 */
final class LateTables {
  static final String OTHERS = "others";

  /** Shown whether or not there ever was one. */
  private static final List<String> DEMANDS =
      List.of("removal", "preservation", "disclosure", "emergency-disclosure", "request");

  private static final List<String> NOTIFICATIONS = List.of("danger-to-life", "suspicion");

  private static final List<String> OUTCOMES =
      List.of(
          "received",
          "carried-out",
          "not-possible",
          "held",
          "released",
          "disclosed",
          "disclosed-in-part",
          "refused",
          "forged",
          "taken-back");

  /** Of these, what ends an order. */
  private static final Set<String> PARTS =
      Set.of(
          "carried-out",
          "not-possible",
          "disclosed",
          "disclosed-in-part",
          "refused",
          "forged",
          "taken-back");

  /** Which of these a demand can come to. */
  private static boolean fits(String demand, String outcome) {
    return switch (outcome) {
      case "received" -> true;
      case "carried-out", "not-possible" -> demand.equals("removal");
      case "held", "released" -> demand.equals("preservation");
      case "disclosed", "disclosed-in-part" -> demand.endsWith("disclosure");
      default -> demand.equals("removal") || demand.endsWith("disclosure");
    };
  }

  private static final String RULE =
      "A month is published when the next one is over, too. Counts below ten, none included, are told as \"fewer than 10\".";

  private final Sums sums;
  private final List<YearMonth> months;

  LateTables(Figures figures, Instant asOf) {
    this.sums = new Sums(figures);
    YearMonth last = YearMonth.from(asOf.atZone(ZoneOffset.UTC)).minusMonths(2);
    this.months =
        Tables.months(figures.counts().keySet().stream().map(Cell::month).toList(), List.of(last))
            .stream()
            .filter(month -> !month.isAfter(last))
            .filter(month ->
                figures.counts().keySet().stream().anyMatch(it -> !it.month().isAfter(month)))
            .toList();
  }

  List<Table> all() {
    return List.of(orders(), notifications(), work());
  }

  private Table orders() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (YearMonth month : months) {
      for (String demand : DEMANDS) {
        byCountry(month, demand)
            .forEach((country, by) -> {
              for (String outcome : OUTCOMES) {
                if (fits(demand, outcome)) {
                  rows.add(
                      Tables.row(month.toString(), country, demand, outcome, count(outcome, by)));
                }
              }
            });
      }
    }
    return new Table(
        "orders",
        "Orders of authorities",
        RULE
            + " Where the outcomes that are told leave fewer than ten of those received, that many are told as one of ten numbers. An order may end in a later month, and twice: carried out, then taken back. A request binds nobody: it is judged as a report.",
        From.DATABASE,
        List.of(
            word("month", "Month"),
            word("country", "State of the authority"),
            word("demand", "Ordered"),
            word("outcome", "Outcome"),
            number("count", "Orders")),
        rows);
  }

  /** What is received is the whole of which the outcomes are parts; a hold is no outcome of it. */
  private static Rough count(String outcome, Map<String, Long> by) {
    long count = by.getOrDefault(outcome, 0L);
    if (!outcome.equals("received")) {
      return new Rough(count);
    }
    long told =
        by.entrySet().stream()
            .filter(it -> PARTS.contains(it.getKey()) && it.getValue() >= Rough.LEAST)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return Rough.whole(count, told);
  }

  private Table notifications() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (YearMonth month : months) {
      for (String about : NOTIFICATIONS) {
        byCountry(month, about)
            .forEach((country, by) ->
                rows.add(
                    Tables.row(
                        month.toString(), country, about, new Rough(by.getOrDefault("told", 0L)))));
      }
    }
    return new Table(
        "notifications",
        "Notifications to law enforcement",
        "What we told an authority unasked, since a life was in danger or involvement in terrorism was suspected. "
            + RULE,
        From.DATABASE,
        List.of(
            word("month", "Month"),
            word("country", "State of the authority"),
            word("about", "About"),
            number("told", "Told")),
        rows);
  }

  /** The largest count of a country decides whether it has a line of its own. */
  private Map<String, Map<String, Long>> byCountry(YearMonth month, String demand) {
    Map<String, Map<String, Long>> lines = new TreeMap<>();
    Map<String, Long> others = new TreeMap<>();
    sums.by(What.ORDER, it -> it.month().equals(month) && it.clause().equals(demand), Cell::policy)
        .forEach((country, by) -> {
          if (by.values().stream().anyMatch(count -> count >= Rough.LEAST)) {
            lines.put(country, by);
          } else {
            by.forEach((outcome, count) -> others.merge(outcome, count, Long::sum));
          }
        });
    lines.put(OTHERS, others);
    return lines;
  }

  private Table work() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (YearMonth month : months) {
      for (String what : List.of("claims", "views")) {
        rows.add(
            Tables.row(
                month.toString(),
                what,
                new Rough(
                    sums.of(
                        What.WORK, it -> it.month().equals(month) && it.detail().equals(what)))));
      }
    }
    return new Table(
        "work",
        "What staff looked at",
        "Claims: a case taken by one reviewer. Views: somebody on the staff saw what is personal; each is recorded. "
            + RULE,
        From.DATABASE,
        List.of(word("month", "Month"), word("what", "What"), number("count", "Times")),
        rows);
  }
}
