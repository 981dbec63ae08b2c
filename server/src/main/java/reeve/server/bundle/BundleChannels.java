package reeve.server.bundle;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reeve.server.delivery.Channel;

/** What of this slice leaves for the outside, for the page that switches it on. */
@Configuration(proxyBeanMethods = false)
class BundleChannels {
  @Bean
  Channel timeStamps() {
    return OutsideStampDoor.CHANNEL;
  }
}
