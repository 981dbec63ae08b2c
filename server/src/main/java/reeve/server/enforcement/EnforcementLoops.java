package reeve.server.enforcement;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** The work that goes on under leases beside {@link Lanes}: noting what lapsed. */
@Configuration(proxyBeanMethods = false)
class EnforcementLoops {
  private static final Duration BETWEEN_LAPSES = Duration.ofSeconds(30);

  @Bean
  Loop lapses(OrderBook book, InstantSource clock) {
    return new Loop(
        "enforcement-lapses",
        _ -> book.noteLapses(clock.instant()) == 0 ? BETWEEN_LAPSES : Duration.ZERO);
  }
}
