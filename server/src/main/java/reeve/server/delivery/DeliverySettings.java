package reeve.server.delivery;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.delivery.*}.
 *
 * @param allowedHosts names that may be called whatever address they have, also without TLS
 * @param allowedNetworks networks (CIDR) that may be called though they are not public
 */
@ConfigurationProperties(prefix = "server.delivery", ignoreUnknownFields = false)
record DeliverySettings(
    @DefaultValue List<String> allowedHosts, @DefaultValue List<String> allowedNetworks) {
  DeliverySettings {
    allowedHosts = List.copyOf(allowedHosts);
    allowedNetworks = List.copyOf(allowedNetworks);
    for (String network : allowedNetworks) {
      try {
        Network.of(network);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "server.delivery.allowed-networks holds networks such as 10.1.0.0/16, not '"
                + network
                + "'",
            e);
      }
    }
  }
}
