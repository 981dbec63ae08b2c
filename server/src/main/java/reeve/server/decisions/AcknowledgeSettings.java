package reeve.server.decisions;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.decisions.acknowledge.*}.
 *
 * @param every how often those who reported are told that their report came; zero for never
 */
@ConfigurationProperties(prefix = "server.decisions.acknowledge", ignoreUnknownFields = false)
record AcknowledgeSettings(@DefaultValue("1h") Duration every) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  AcknowledgeSettings {
    if (!every.isZero() && (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException("server.decisions.acknowledge.every is 1m to 7d, or 0");
    }
  }

  boolean never() {
    return every.isZero();
  }
}
