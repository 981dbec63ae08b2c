package reeve.server.watch;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import reeve.server.platform.PlatformId;

/** What the intake of events shows under {@code /metrics}. */
@Component
final class EventMeters {
  private final MeterRegistry registry;

  EventMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A batch that the log holds. */
  void took(PlatformId platform, EventsRead read, int fresh) {
    events(platform, "accepted", fresh);
    events(platform, "repeated", read.events() - fresh);
    events(platform, "refused", read.refusals());
    read.problems()
        .forEach((problem, n) ->
            registry
                .counter("reeve.watch.lines.refused", "problem", problem.code())
                .increment((double) n));
  }

  private void events(PlatformId platform, String outcome, long n) {
    registry
        .counter("reeve.watch.events", "platform", platform.value(), "outcome", outcome)
        .increment((double) n);
  }

  /** A batch of which nothing was kept. */
  void refused(EventsProblem why) {
    registry.counter("reeve.watch.batches.refused", "why", why.name()).increment();
  }
}
