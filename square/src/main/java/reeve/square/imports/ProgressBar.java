package reeve.square.imports;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Shows progress on a terminal as a bar that is drawn over, elsewhere as a plain line every ten
 * seconds.
 */
public final class ProgressBar implements Progress {
  private static final int WIDTH = 30;
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private final Instant start;
  private Instant drawn;

  public ProgressBar(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
    start = clock.instant();
    drawn = start;
  }

  @Override
  public void at(State state) {
    Instant now = clock.instant();
    Duration pause = terminal ? ON_TERMINAL : ELSEWHERE;
    if (!state.done() && Duration.between(drawn, now).compareTo(pause) < 0) {
      return;
    }
    drawn = now;
    double seconds = Math.max(Duration.between(start, now).toMillis(), 1) / 1000.0;
    double part = state.allBytes() == 0 ? 1 : (double) state.bytes() / state.allBytes();
    part = state.done() ? 1 : Math.min(part, 0.999);
    String figures =
        String.format(
            Locale.ROOT,
            "%5.1f %%  %,d lines  %,.0f/s%s%s",
            part * 100,
            state.lines(),
            state.lines() / seconds,
            state.rejected() == 0 ? "" : String.format(Locale.ROOT, "  %,d bad", state.rejected()),
            left(state, part, seconds));
    if (terminal) {
      int full = (int) (part * WIDTH);
      out.printf("\r[%s%s] %s\u001b[K", "=".repeat(full), " ".repeat(WIDTH - full), figures);
      if (state.done()) {
        out.println();
      }
    } else {
      out.println(figures.strip());
    }
    out.flush();
  }

  private static String left(State state, double part, double seconds) {
    if (state.done()) {
      return String.format(Locale.ROOT, "  in %s", clock(seconds));
    }
    return part < 0.01
        ? ""
        : String.format(Locale.ROOT, "  %s left", clock(seconds / part - seconds));
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
