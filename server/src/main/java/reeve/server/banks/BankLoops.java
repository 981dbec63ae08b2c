package reeve.server.banks;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** What runs beside the pages. */
@Configuration(proxyBeanMethods = false)
class BankLoops {
  @Bean
  Loop comparePictures(Comparing comparing) {
    return new Loop("banks-pictures", _ -> comparing.round());
  }

  @Bean
  Loop endEntries(Banking banking) {
    return new Loop("banks-ends", _ -> banking.sweep() ? Duration.ZERO : Duration.ofMinutes(1));
  }
}
