package reeve.server.transparency;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reeve.server.platform.ServerSettings;
import reeve.server.record.Found;

/** The figures for people: one page with a style sheet beside it, without any script of its own. */
@Component
final class FiguresPage {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private final ITemplateEngine templates;
  private final ServerSettings settings;

  FiguresPage(ITemplateEngine templates, ServerSettings settings) {
    this.templates = templates;
    this.settings = settings;
  }

  boolean sample() {
    return settings.sample();
  }

  /**
   * A part of the page.
   *
   * @param mark what sets these figures apart; null for real ones
   * @param headlines terrorism first; empty where nobody was suspended yet
   * @param chart null where nobody was
   */
  record Part(
      String title,
      @Nullable String mark,
      List<Headline> headlines,
      @Nullable Chart chart,
      List<ShownTable> tables) {}

  /** How many were suspended within a scope, in words. */
  record Headline(
      boolean terrorism, String since, String suspended, String still, String back, String ended) {}

  /** The months of one scope, stacked by how the accounts were found. */
  record Chart(String title, List<Bar> bars) {
    /** How wide the chart is, in its own units. */
    public int width() {
      return Math.max(bars.size(), 12) * Bar.STEP;
    }
  }

  /** A month's bar, the highest of 100. */
  record Bar(int x, int top, String label, long count, List<Segment> segments) {
    static final int STEP = 24;
  }

  /** The accounts of one class; {@code name} is the style's. */
  record Segment(int y, int height, String name) {}

  /**
   * What the page tells of checks.
   *
   * @param published of the data set, in words; null where nothing is published yet
   * @param checked from the database, in words; null where it never was
   * @param wrong what the last check found wrong, a line each
   * @param undone what of checking could not be done, a sentence each
   */
  record Checks(
      @Nullable String published,
      @Nullable String checked,
      List<String> wrong,
      List<String> undone) {
    static final Checks NONE = new Checks(null, null, List.of(), List.of());

    Checks {
      wrong = List.copyOf(wrong);
      undone = List.copyOf(undone);
    }
  }

  String html(
      Figures figures, List<Table> tables, List<Table> exports, Checks checks, Instant now) {
    List<Part> parts = new ArrayList<>();
    if (!settings.sample() || !figures.isEmpty(Origin.LIVE)) {
      parts.add(part("Figures", null, Origin.LIVE, tables));
    }
    if (settings.sample() || !figures.isEmpty(Origin.SAMPLE)) {
      parts.add(
          part(
              "Sample",
              "Invented accounts of a simulated town. None of this happened.",
              Origin.SAMPLE,
              tables));
    }
    if (!figures.isEmpty(Origin.IMPORTED)) {
      parts.add(
          part(
              "Imported accounts",
              "Accounts that were brought in from files for study. They are not members here.",
              Origin.IMPORTED,
              tables));
    }
    var context = new Context(Locale.ENGLISH);
    context.setVariable("parts", parts);
    context.setVariable(
        "late",
        tables.stream().filter(it -> !it.byOrigin()).map(it -> ShownTable.of(it, null)).toList());
    context.setVariable("exports", exports);
    context.setVariable("checks", checks);
    context.setVariable("sample", settings.sample());
    context.setVariable("now", MINUTE.format(now));
    return templates.process("transparency/page", context);
  }

  private static Part part(String title, @Nullable String mark, Origin origin, List<Table> tables) {
    List<Headline> headlines = new ArrayList<>();
    Table suspensions = table(tables, "suspensions");
    for (List<@Nullable Object> row : suspensions.rows()) {
      if (origin.code().equals(row.getFirst())) {
        headlines.add(
            new Headline(
                Scope.TERRORISM.code().equals(suspensions.cell(row, "scope")),
                suspensions.cell(row, "since") instanceof String day
                    ? "since " + Words.day(day)
                    : "so far",
                number(suspensions, row, "suspended"),
                number(suspensions, row, "still_suspended"),
                number(suspensions, row, "reinstated"),
                number(suspensions, row, "ended")));
      }
    }
    return new Part(
        title,
        mark,
        headlines,
        chart(table(tables, "months"), origin),
        tables.stream()
            .filter(Table::byOrigin)
            .filter(it -> !it.id().equals("suspensions"))
            .map(it -> ShownTable.of(it, origin))
            .filter(it -> !it.rows().isEmpty())
            .toList());
  }

  private static String number(Table table, List<@Nullable Object> row, String key) {
    return table.cell(row, key) instanceof Long number ? Words.number(number) : "0";
  }

  private static Table table(List<Table> tables, String id) {
    return tables.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  /** Of terrorism, where anybody was suspended for it; else of all. */
  private static @Nullable Chart chart(Table months, Origin origin) {
    for (Scope scope : List.of(Scope.TERRORISM, Scope.ALL)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (List<@Nullable Object> row : months.rows()) {
        if (origin.code().equals(row.getFirst())
            && scope.code().equals(months.cell(row, "scope"))) {
          rows.add(row);
        }
      }
      if (!rows.isEmpty()) {
        return new Chart(
            scope == Scope.TERRORISM
                ? "Suspended for terrorism, by month and how they were found"
                : "Suspended, by month and how they were found",
            bars(months, rows));
      }
    }
    return null;
  }

  private static List<Bar> bars(Table months, List<List<@Nullable Object>> rows) {
    long most = 1;
    for (List<@Nullable Object> row : rows) {
      most = Math.max(most, months.cell(row, "suspended") instanceof Long all ? all : 0);
    }
    List<Bar> bars = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<Segment> segments = new ArrayList<>();
      long under = 0;
      for (Found found : Found.values()) {
        long count = months.cell(row, found.code().replace('-', '_')) instanceof Long of ? of : 0;
        int from = Math.toIntExact(under * 100 / most);
        under += count;
        int to = Math.toIntExact(Math.ceilDiv(under * 100, most));
        if (count > 0) {
          segments.add(new Segment(100 - to, to - from, found.code()));
        }
      }
      bars.add(
          new Bar(
              bars.size() * Bar.STEP + 3,
              100 - Math.toIntExact(Math.ceilDiv(under * 100, most)),
              MONTH.format(YearMonth.parse("" + months.cell(row, "period"))),
              under,
              segments));
    }
    return bars;
  }
}
