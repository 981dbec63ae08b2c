package reeve.server.delivery;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.staff.Loop;

@Configuration(proxyBeanMethods = false)
class DeliveryLoops {
  @Bean
  Loop deliveries(Sending sending) {
    return new Loop("deliveries", lease -> sending.round(lease, false));
  }

  @Bean
  Loop deliveriesToStaff(Sending sending) {
    return new Loop("deliveries-to-staff", lease -> sending.round(lease, true));
  }

  @Bean
  Channel alarmsToStaff() {
    return StaffAlarms.CHANNEL;
  }
}
