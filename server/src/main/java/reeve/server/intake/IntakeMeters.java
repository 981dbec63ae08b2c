package reeve.server.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;
import reeve.server.platform.Event;
import reeve.server.platform.PlatformId;

/** What intake shows under {@code /metrics}. */
@Component
final class IntakeMeters {
  private final MeterRegistry registry;
  private final InstantSource clock;

  IntakeMeters(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  void took(PlatformId platform, List<Event> events) {
    registry.counter("reeve.intake.events", "platform", platform.value()).increment(events.size());
    Duration behind = Duration.between(events.getLast().meta().at(), clock.instant());
    if (!behind.isNegative()) {
      Timer.builder("reeve.intake.lag")
          .description("from the newest event of a batch to its commit")
          .tag("platform", platform.value())
          .register(registry)
          .record(behind);
    }
  }

  void setAside(PlatformId platform) {
    registry.counter("reeve.intake.set.aside", "platform", platform.value()).increment();
  }

  void unavailable(PlatformId platform) {
    registry.counter("reeve.intake.unavailable", "platform", platform.value()).increment();
  }

  void refused(IntakeProblem why) {
    registry.counter("reeve.intake.refused", "why", why.name()).increment();
  }
}
