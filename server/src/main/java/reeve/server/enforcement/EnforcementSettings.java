package reeve.server.enforcement;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How orders to act are carried out ({@code server.enforcement.*}).
 *
 * @param carryOut whether this process carries orders out; pages work either way
 * @param idle how long the worker waits at the most before it looks again, 10 ms to 1 minute
 */
@ConfigurationProperties("server.enforcement")
record EnforcementSettings(
    @DefaultValue("true") boolean carryOut, @DefaultValue("1s") Duration idle) {
  EnforcementSettings {
    if (idle.toMillis() < 10 || idle.toMillis() > 60_000) {
      throw new IllegalArgumentException("server.enforcement.idle is 10ms to 1m");
    }
  }
}
