package reeve.server.decisions;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.delivery.Channel;
import reeve.server.staff.Loop;

/** What runs beside the pages. */
@Configuration(proxyBeanMethods = false)
class DecisionLoops {
  @Bean
  Loop bulkDecisions(BulkWork work) {
    return new Loop("bulk-decisions", work::round);
  }

  @Bean
  Loop dsaStatements(StatementMaking making) {
    return new Loop(
        "dsa-statements", _ -> making.make() == 0 ? Duration.ofSeconds(10) : Duration.ZERO);
  }

  @Bean
  Loop dsaDelivery(StatementSending sending) {
    return new Loop("dsa-delivery", sending::round);
  }

  @Bean
  Loop acknowledgements(Acknowledging acknowledging) {
    return new Loop("acknowledgements", lease -> acknowledging.round(lease::confirm));
  }

  @Bean
  Channel dsaTransparencyDatabase() {
    return StatementSending.CHANNEL;
  }
}
