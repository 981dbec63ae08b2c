package reeve.server.decisions;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.delivery.Channel;
import reeve.server.staff.Loop;

/** What runs beside the pages. */
@Configuration(proxyBeanMethods = false)
class DecisionLoops {
  private static final Duration NOTHING_NEW = Duration.ofSeconds(10);

  /** They are sent slowly, and hours later is soon enough: decisions and orders go first. */
  private static final Duration GIVES_WAY = Duration.ofSeconds(1);

  @Bean
  Loop bulkDecisions(BulkWork work) {
    return new Loop("bulk-decisions", work::round);
  }

  @Bean
  Loop dsaStatements(StatementMaking making) {
    return new Loop("dsa-statements", _ -> making.make() == 0 ? NOTHING_NEW : GIVES_WAY);
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
