package reeve.server.transparency;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Cells as people read them. */
final class Words {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private static final long[] SIZES = {86_400, 3_600, 60, 1};
  private static final ChronoUnit[] UNITS = {
    ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS
  };

  private Words() {}

  static String of(Table.Column column, @Nullable Object cell) {
    return switch (cell) {
      case null -> "–";
      case Table.Rough rough -> rough.words();
      case Long number ->
          switch (column.type()) {
            case HOURS -> number == 0 ? "under an hour" : length(number * 3_600);
            case TENTHS -> number / 10 + "." + number % 10 + " %";
            case WORD, NUMBER -> number(number);
          };
      default -> word(column.key(), cell.toString());
    };
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String day(String iso) {
    return DAY.format(LocalDate.parse(iso));
  }

  private static String word(String key, String text) {
    return switch (key) {
      case "scope" -> text.equals("all") ? "anything" : text;
      case "policy", "clause" -> text.isEmpty() ? "none named" : sentence(text);
      case "language" -> language(text);
      case "period", "month" -> period(text);
      case "country" -> country(text);
      default -> sentence(text);
    };
  }

  private static String sentence(String id) {
    String words = id.replace('-', ' ').replace('_', ' ');
    return words.isEmpty()
        ? ""
        : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
  }

  private static String language(String tag) {
    if (tag.length() > 3) {
      return sentence(tag);
    }
    String name = Locale.of(tag).getDisplayLanguage(Locale.ENGLISH);
    return name.isEmpty() ? tag : name;
  }

  private static String country(String code) {
    String name = code.length() == 2 ? Locale.of("", code).getDisplayCountry(Locale.ENGLISH) : "";
    return name.isEmpty() ? sentence(code) : name;
  }

  private static String period(String period) {
    int half = period.indexOf("-H");
    return half < 0
        ? MONTH.format(YearMonth.parse(period))
        : (period.endsWith("1") ? "First" : "Second") + " half of " + period.substring(0, half);
  }

  /** Two units are enough: 3 days 4 hours, 12 minutes, 40 seconds. */
  static String length(long seconds) {
    for (int i = 0; i < SIZES.length; i++) {
      long whole = seconds / SIZES[i];
      if (whole > 0) {
        long rest = i + 1 < SIZES.length ? seconds % SIZES[i] / SIZES[i + 1] : 0;
        String text = counted(whole, UNITS[i]);
        return rest == 0 || i == 2 ? text : text + " " + counted(rest, UNITS[i + 1]);
      }
    }
    return "under a second";
  }

  private static String counted(long count, ChronoUnit unit) {
    String name = unit.name().toLowerCase(Locale.ENGLISH);
    return count + " " + (count == 1 ? name.substring(0, name.length() - 1) : name);
  }
}
