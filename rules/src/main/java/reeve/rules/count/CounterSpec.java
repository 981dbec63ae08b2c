package reeve.rules.count;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reeve.rules.source.RuleSource.Kind;

/**
 * How a counter counts. What it counts is decided before: a {@link Bumps} row names key and value.
 *
 * @param window 1 minute to 90 days, in whole milliseconds, divisible by 60
 * @param per the unit of a rate, at least a millisecond; null for the others
 */
public record CounterSpec(Kind kind, Duration window, @Nullable Duration per) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(90);

  public CounterSpec {
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a window is a minute to 90 days, not " + window);
    }
    if (!whole(window) || window.toMillis() % Panes.IN_WINDOW != 0) {
      throw new IllegalArgumentException(
          "a window divides into "
              + Panes.IN_WINDOW
              + " panes of whole milliseconds, not "
              + window);
    }
    if ((kind == Kind.RATE) != (per != null)) {
      throw new IllegalArgumentException("a rate, and nothing else, is per a unit of time");
    }
    if (per != null && (!whole(per) || per.toMillis() < 1)) {
      throw new IllegalArgumentException("a unit is whole milliseconds, not " + per);
    }
  }

  public static CounterSpec of(Kind kind, Duration window) {
    return new CounterSpec(kind, window, null);
  }

  Panes panes() {
    return new Panes(window.toMillis() / Panes.IN_WINDOW);
  }

  private static boolean whole(Duration duration) {
    return duration.equals(Duration.ofMillis(duration.toMillis()));
  }
}
