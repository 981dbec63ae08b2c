package reeve.server.decisions;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.decisions.bulk.*}.
 *
 * @param approveAbove a decision over more accounts than this waits for somebody else's approval
 */
@ConfigurationProperties(prefix = "server.decisions.bulk", ignoreUnknownFields = false)
record BulkSettings(@DefaultValue("10") int approveAbove) {
  BulkSettings {
    if (approveAbove < 1) {
      throw new IllegalArgumentException("server.decisions.bulk.approve-above is 1 or more");
    }
  }
}
