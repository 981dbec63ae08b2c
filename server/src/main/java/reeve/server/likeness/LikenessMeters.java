package reeve.server.likeness;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import org.springframework.stereotype.Component;
import reeve.signals.likeness.LikenessIndex;

/**
 * What operators watch of the index: how far it is behind, how large it is, and whether it runs.
 */
@Component
final class LikenessMeters {
  LikenessMeters(Feed feed, MeterRegistry meters) {
    Gauge.builder("reeve.likeness.behind", feed, Feed::behind)
        .description("events of the log that searches do not see yet")
        .register(meters);
    Gauge.builder("reeve.likeness.troubled", feed, it -> it.trouble() == null ? 0 : 1)
        .register(meters);
    Gauge.builder("reeve.likeness.accounts", feed, it -> figure(it, LikenessIndex::accounts))
        .register(meters);
    Gauge.builder("reeve.likeness.bytes", feed, it -> figure(it, LikenessIndex::bytes))
        .register(meters);
  }

  @FunctionalInterface
  private interface Figure {
    double of(LikenessIndex index) throws IOException;
  }

  private static double figure(Feed feed, Figure figure) {
    LikenessIndex index = feed.index().orElse(null);
    if (index == null) {
      return 0;
    }
    try {
      return figure.of(index);
    } catch (IOException | RuntimeException e) {
      return Double.NaN; // it is being closed
    }
  }
}
