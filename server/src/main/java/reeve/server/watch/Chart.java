package reeve.server.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Bars over time, to be drawn as SVG of 600 by 120 units; the part of a bar that was over the limit
 * lies on top of the rest.
 *
 * @param most the value at the top
 */
record Chart(List<Drawn> bars, long most, long sum, String from, String to) {
  static final int WIDTH = 600;
  static final int HEIGHT = 120;

  Chart {
    bars = List.copyOf(bars);
  }

  /** What is to be drawn: how many at a time, and how many of them beyond the limit. */
  record Bar(Instant at, long value, long over) {}

  /** Where a bar stands. */
  record Drawn(String x, String width, String y, String height, String overHeight, String title) {}

  static Chart of(List<Bar> bars) {
    long most = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(0));
    double step = (double) WIDTH / Math.max(1, bars.size());
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double height = (double) HEIGHT * bar.value() / most;
      drawn.add(
          new Drawn(
              number(i * step + step * 0.1),
              number(step * 0.8),
              number(HEIGHT - height),
              number(height),
              number((double) HEIGHT * bar.over() / most),
              "%s: %,d%s"
                  .formatted(
                      day(bar.at()),
                      bar.value(),
                      bar.over() == 0 ? "" : ", %,d over the limit".formatted(bar.over()))));
    }
    return new Chart(
        drawn,
        most,
        bars.stream().mapToLong(Bar::value).sum(),
        bars.isEmpty() ? "" : day(bars.getFirst().at()),
        bars.isEmpty() ? "" : day(bars.getLast().at()));
  }

  private static String day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
