package reeve.server.decisions;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import reeve.server.platform.Action.ProfileField;
import reeve.server.policy.Measure;

/** The words for actions and dates, the same on pages and in letters. */
public final class Phrases {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Phrases() {}

  /** {@code 23 November 2026}, in UTC. */
  public static String day(Instant time) {
    return DAY.format(time);
  }

  /** {@code 23 November 2026, 14:05 UTC}. */
  public static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** What was decided, as pages name it: {@code remove posts, suspend permanently}. */
  public static String of(Set<Measure> measures) {
    return measures.isEmpty()
        ? "no violation"
        : measures.stream().sorted().map(Phrases::infinitive).collect(Collectors.joining(", "));
  }

  /** An action as a verb. */
  public static String infinitive(Measure measure) {
    return switch (measure) {
      case WARN -> "warn";
      case CLEAR_FIELD -> "clear a profile field";
      case REMOVE_POSTS -> "remove posts";
      case LIMIT -> "limit";
      case SUSPEND_TEMPORARILY -> "suspend for a time";
      case SUSPEND_PERMANENTLY -> "suspend permanently";
    };
  }

  /** A field of a profile, as its holder knows it. */
  public static String field(ProfileField field) {
    return switch (field) {
      case DISPLAY_NAME -> "display name";
      case BIO -> "description";
      case LOCATION -> "location";
      case FIELDS -> "extra fields";
      case AVATAR -> "picture";
    };
  }

  /** Joins words as a sentence does: {@code a, b and c}. */
  static String and(Collection<String> words) {
    List<String> list = List.copyOf(words);
    return list.size() < 2
        ? String.join("", list)
        : String.join(", ", list.subList(0, list.size() - 1)) + " and " + list.getLast();
  }

  static String fields(Set<ProfileField> fields) {
    return and(fields.stream().sorted(Comparator.naturalOrder()).map(Phrases::field).toList());
  }
}
