package reeve.server.enforcement;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.platform.Platforms;
import reeve.server.staff.Loop;

/** The work that goes on under leases: carrying orders out, and noting what lapsed. */
@Configuration(proxyBeanMethods = false)
class EnforcementLoops {
  /** The longest time until a due order that this process did not hear of is seen. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private static final Duration BETWEEN_LAPSES = Duration.ofSeconds(30);

  /** Another holder of the lease does no harm: each order's id takes effect once. */
  @Bean
  Loop enforcement(Platforms platforms, OrderBook book, InstantSource clock) {
    List<Dispatch> dispatches =
        platforms.all().stream()
            .map(platform -> new Dispatch(platform, book, clock, new Random()))
            .toList();
    return new Loop(
        "enforcement",
        _ -> {
          Duration pause = IDLE;
          for (Dispatch dispatch : dispatches) {
            Duration wanted = dispatch.pass(IDLE);
            pause = wanted.compareTo(pause) < 0 ? wanted : pause;
          }
          return pause;
        });
  }

  @Bean
  Loop lapses(OrderBook book, InstantSource clock) {
    return new Loop(
        "enforcement-lapses",
        _ -> book.noteLapses(clock.instant()) == 0 ? BETWEEN_LAPSES : Duration.ZERO);
  }
}
