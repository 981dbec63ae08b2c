package reeve.node;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Times on the command line: a day, which begins at midnight UTC, or a moment. */
final class Times {
  private Times() {}

  static @Nullable Instant read(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Failure(
          "%s is a day as 2026-10-01, or a moment as 2026-10-01T12:00:00Z, and not '%s'."
              .formatted(option, text));
    }
  }
}
