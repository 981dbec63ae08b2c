package reeve.server.legal;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** The clocks go on under a lease, in one process at a time. */
@Configuration(proxyBeanMethods = false)
class LegalLoops {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  @Bean
  Loop legalPlatformHolds(PlatformHolds holds) {
    return new Loop(
        "legal-platform-holds",
        lease -> {
          holds.round(lease);
          return BETWEEN;
        });
  }

  @Bean
  Loop legalHolds(HoldRounds holds) {
    return new Loop(
        "legal-holds",
        lease -> {
          holds.round(lease);
          return BETWEEN;
        });
  }

  @Bean
  Loop legalDisclosures(Collecting collecting) {
    return new Loop(
        "legal-disclosures",
        lease -> {
          collecting.round(lease);
          return BETWEEN;
        });
  }

  @Bean
  Loop legalClocks(Settling settling) {
    return new Loop(
        "legal-clocks",
        lease -> {
          settling.round(lease);
          return BETWEEN;
        });
  }
}
