package reeve.server.decisions;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

/** What runs beside the pages. */
@Configuration(proxyBeanMethods = false)
class DecisionLoops {
  @Bean
  Loop bulkDecisions(BulkWork work) {
    return new Loop("bulk-decisions", work::round);
  }
}
