package reeve.server.watch;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import reeve.rules.count.Figures;
import reeve.server.watch.Watching.Stage;
import reeve.server.watch.log.LogFigures;

/**
 * What operators watch of the watch: how far it is behind, how full its counters are and what they
 * had to forget, and how the event log stands.
 */
@Component
final class WatchMeters {
  WatchMeters(Watching watching, Journal journal, MeterRegistry meters) {
    for (Stage stage : Stage.values()) {
      gauge(meters, stage, "reeve.watch.behind", watching, view -> view.behind());
      gauge(
          meters,
          stage,
          "reeve.watch.troubled",
          watching,
          view -> view.state() == Watching.State.TROUBLED ? 1 : 0);
      gauge(meters, stage, "reeve.watch.counters", watching, memory(Figures::keys));
      gauge(meters, stage, "reeve.watch.counter.bytes", watching, memory(Figures::bytes));
      gauge(meters, stage, "reeve.watch.counter.budget", watching, memory(Figures::budget));
      FunctionCounter.builder(
              "reeve.watch.counters.forgotten",
              watching,
              of -> memory(Figures::evicted).applyAsDouble(of.view(stage)))
          .tag("stage", stage.code())
          .description("keys that left before their time, for want of memory")
          .register(meters);
    }
    log(meters, "reeve.watch.log.bytes", journal, LogFigures::bytes);
    log(meters, "reeve.watch.log.raw", journal, LogFigures::raw);
    log(meters, "reeve.watch.log.failures", journal, LogFigures::failures);
    log(meters, "reeve.watch.log.dropped", journal, LogFigures::droppedBySize);
  }

  private static ToDoubleFunction<Watching.View> memory(ToDoubleFunction<Figures> figure) {
    return view -> view.memory() == null ? 0 : figure.applyAsDouble(view.memory());
  }

  private static void gauge(
      MeterRegistry meters,
      Stage stage,
      String name,
      Watching watching,
      ToDoubleFunction<Watching.View> value) {
    Gauge.builder(name, watching, of -> value.applyAsDouble(of.view(stage)))
        .tag("stage", stage.code())
        .register(meters);
  }

  private static void log(
      MeterRegistry meters, String name, Journal journal, ToDoubleFunction<LogFigures> value) {
    Gauge.builder(
            name,
            journal,
            of -> of.log().map(log -> value.applyAsDouble(log.figures())).orElse(0.0))
        .register(meters);
  }
}
