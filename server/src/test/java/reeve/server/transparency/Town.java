package reeve.server.transparency;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** What the tables tell of accounts of one origin, suspended for anything, for tests to read. */
final class Town {
  private final List<Table> tables;
  private final Origin origin;

  Town(Figures figures, Origin origin) {
    this.tables = Tables.of(figures, Instant.parse("2027-01-01T00:00:00Z"));
    this.origin = origin;
  }

  record Towns(Figures figures) {
    Town live() {
      return new Town(figures, Origin.LIVE);
    }

    Town sample() {
      return new Town(figures, Origin.SAMPLE);
    }

    Town imported() {
      return new Town(figures, Origin.IMPORTED);
    }
  }

  record Month(YearMonth month, long suspended, long reinstated) {}

  record Share(
      String policy, long reports, long fromReports, long proactive, long otherwise, long all) {}

  record Delay(long known, Long median, Long ninetieth) {}

  record Appeals(
      long filed,
      long undecided,
      long upheld,
      long changed,
      long overturned,
      long noSecondPerson) {}

  private Table table(String id) {
    return tables.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /** The rows of this origin; of those by scope, of all. */
  List<List<Object>> rows(String id) {
    Table table = table(id);
    boolean scoped = table.columns().get(1).key().equals("scope");
    return table.rows().stream()
        .filter(row -> row.getFirst().equals(origin.code()))
        .filter(row -> !scoped || row.get(1).equals("all"))
        .toList();
  }

  private long sum(String id, String column) {
    return rows(id).stream().mapToLong(row -> (Long) table(id).cell(row, column)).sum();
  }

  long suspended() {
    return sum("suspensions", "suspended");
  }

  long stillSuspended() {
    return sum("suspensions", "still_suspended");
  }

  long reinstated() {
    return sum("suspensions", "reinstated");
  }

  long ended() {
    return sum("suspensions", "ended");
  }

  long automated() {
    return sum("decisions", "by_rule");
  }

  long noSecondPerson() {
    return sum("decisions", "by_one_alone");
  }

  boolean isEmpty() {
    return tables.stream().filter(Table::byOrigin).noneMatch(it -> !rows(it.id()).isEmpty());
  }

  List<Month> months() {
    return rows("months").stream()
        .map(row ->
            new Month(
                YearMonth.parse((String) row.get(2)), (Long) row.get(3), (Long) row.getLast()))
        .toList();
  }

  List<Share> shares() {
    return rows("clauses").stream()
        .map(row ->
            new Share(
                (String) row.get(2),
                (Long) row.get(4),
                (Long) row.get(5),
                (Long) row.get(6),
                (Long) row.get(7),
                (Long) row.get(8)))
        .toList();
  }

  Delay delay() {
    List<Object> row = rows("times").getLast();
    return new Delay((Long) row.get(3), (Long) row.get(4), (Long) row.get(5));
  }

  Appeals appeals() {
    List<String> columns =
        List.of("filed", "undecided", "upheld", "changed", "overturned", "by_one_alone");
    List<Long> sums = new ArrayList<>();
    columns.forEach(it -> sums.add(sum("appeals", it) + sum("reporters-appeals", it)));
    return new Appeals(
        sums.get(0), sums.get(1), sums.get(2), sums.get(3), sums.get(4), sums.get(5));
  }
}
