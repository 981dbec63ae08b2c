package reeve.server.cases;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule read when it came to its verdict, in the order given. Texts, booleans, whole and
 * broken numbers, null for what the event did not have, and lists of these; anything else stands as
 * its text.
 *
 * <p>Bounded, never refused: a text is cut after 500 characters, a list after 20 items, each map
 * after 100 entries or 16,000 characters; an ellipsis stands for the rest.
 *
 * @param values fields, signals and named expressions, by name
 * @param counters by the rule's name for them
 */
public record Readings(
    Map<String, @Nullable Object> values, Map<String, @Nullable Object> counters) {
  public static final Readings NONE = new Readings(Map.of(), Map.of());

  static final int TEXT_MOST = 500;
  static final int ITEMS_MOST = 20;
  static final int ENTRIES_MOST = 100;
  static final int ALL_MOST = 16_000;

  /** A record holds whole numbers up to here. */
  private static final long EXACT = (1L << 53) - 1;

  /** Stands for what was left out. */
  static final String REST = "…";

  public Readings {
    values = bounded(values);
    counters = bounded(counters);
  }

  private static Map<String, @Nullable Object> bounded(Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    int all = 0;
    for (var entry : given.entrySet()) {
      String name = cut(entry.getKey(), TEXT_MOST);
      Object value = bounded(entry.getValue());
      all += name.length() + String.valueOf(value).length();
      if (kept.size() == ENTRIES_MOST || all > ALL_MOST) {
        kept.put(REST, REST);
        break;
      }
      kept.put(name, value);
    }
    return Collections.unmodifiableMap(kept);
  }

  private static @Nullable Object bounded(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean bool -> bool;
      case Integer number -> number.longValue();
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : list.subList(0, Math.min(ITEMS_MOST, list.size()))) {
          items.add(item instanceof List<?> ? cut(item.toString(), TEXT_MOST) : bounded(item));
        }
        if (list.size() > ITEMS_MOST) {
          items.add(REST);
        }
        yield Collections.unmodifiableList(items);
      }
      default -> cut(value.toString(), TEXT_MOST);
    };
  }

  /** The beginning, storable, never through the middle of a character. */
  static String cut(String text, int most) {
    String storable = Storable.text(text);
    if (storable.length() <= most) {
      return storable;
    }
    int end = Character.isHighSurrogate(storable.charAt(most - 1)) ? most - 1 : most;
    return storable.substring(0, end) + REST;
  }

  /** As a record can hold it: what is no exact whole number as its text. */
  static Map<String, @Nullable Object> recordable(Map<String, @Nullable Object> map) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    map.forEach((name, value) -> told.put(name, recordable(value)));
    return told;
  }

  private static @Nullable Object recordable(@Nullable Object value) {
    return switch (value) {
      case Double number -> number.toString();
      case Long number when number > EXACT || number < -EXACT -> number.toString();
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        list.forEach(item -> items.add(recordable(item)));
        yield items;
      }
      case null, default -> value;
    };
  }
}
