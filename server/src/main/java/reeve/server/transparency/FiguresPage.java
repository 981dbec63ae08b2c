package reeve.server.transparency;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import reeve.server.platform.ServerSettings;

/** The figures for people: one page with a style sheet beside it, without any script. */
@Component
final class FiguresPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
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

  /**
   * A part of the page.
   *
   * @param mark what sets these figures apart; null for real ones
   */
  record Part(String title, @Nullable String mark, Figures.Town town, List<Bar> bars, Words words) {
    /** How wide the chart is, in its own units. */
    public int width() {
      return Math.max(bars.size(), 12) * Bar.STEP;
    }

    /** A policy's id as people read it. */
    public String policy(Figures.Share share) {
      String words = share.policy().replace('-', ' ');
      return words.isEmpty()
          ? "No policy named"
          : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
    }

    /** Whether a column for accounts without a case is needed. */
    public boolean hasOtherwise() {
      return town.shares().stream().anyMatch(share -> share.otherwise() > 0);
    }
  }

  /** A month's bar, its height of 100. */
  record Bar(int x, int y, int height, String label, long count) {
    static final int STEP = 24;
  }

  /** What reads better in words. */
  record Words(String since, String median, String ninetieth, List<String> months) {}

  String html(Figures figures, Instant now) {
    List<Part> parts = new ArrayList<>();
    if (!settings.sample() || !figures.live().isEmpty()) {
      parts.add(part("Figures", null, figures.live()));
    }
    if (settings.sample() || !figures.sample().isEmpty()) {
      parts.add(
          part(
              "Sample",
              "Invented accounts of a simulated town. None of this happened.",
              figures.sample()));
    }
    if (!figures.imported().isEmpty()) {
      parts.add(
          part(
              "Imported accounts",
              "Accounts that were brought in from files for study. They are not members here.",
              figures.imported()));
    }
    var context = new Context(Locale.ENGLISH);
    context.setVariable("parts", parts);
    context.setVariable("sample", settings.sample());
    context.setVariable("now", MINUTE.format(now));
    context.setVariable("records", figures.records());
    return templates.process("transparency/page", context);
  }

  private static Part part(String title, @Nullable String mark, Figures.Town town) {
    long most = town.months().stream().mapToLong(Figures.Month::suspended).max().orElse(0);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < town.months().size(); i++) {
      Figures.Month month = town.months().get(i);
      int height = most == 0 ? 0 : (int) Math.ceilDiv(month.suspended() * 100, most);
      bars.add(
          new Bar(
              i * Bar.STEP + 3,
              100 - height,
              height,
              MONTH.format(month.month()),
              month.suspended()));
    }
    Instant since = town.since();
    Figures.Delay delay = town.delay();
    var words =
        new Words(
            since == null ? "so far" : "since " + DAY.format(since),
            length(delay.median()),
            length(delay.ninetieth()),
            town.months().stream().map(month -> MONTH.format(month.month())).toList());
    return new Part(title, mark, town, bars, words);
  }

  /** Two units are enough: 3 days 4 hours, 12 minutes, 40 seconds. */
  static String length(@Nullable Long seconds) {
    if (seconds == null) {
      return "not known yet";
    }
    long[] sizes = {86_400, 3_600, 60, 1};
    ChronoUnit[] units = {
      ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS
    };
    for (int i = 0; i < sizes.length; i++) {
      long whole = seconds / sizes[i];
      if (whole > 0) {
        long rest = i + 1 < sizes.length ? seconds % sizes[i] / sizes[i + 1] : 0;
        String text = counted(whole, units[i]);
        return rest == 0 || i == 2 ? text : text + " " + counted(rest, units[i + 1]);
      }
    }
    return "under a second";
  }

  private static String counted(long count, ChronoUnit unit) {
    String name = unit.name().toLowerCase(Locale.ENGLISH);
    return count + " " + (count == 1 ? name.substring(0, name.length() - 1) : name);
  }
}
