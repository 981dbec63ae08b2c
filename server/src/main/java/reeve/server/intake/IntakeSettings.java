package reeve.server.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Keys {@code server.intake.*}.
 *
 * @param batch so many events are taken in by one transaction at the most, 1 to 10,000
 * @param gather after a batch, so long is waited for more, so that concurrent ones share a commit
 * @param idle how long to wait for news at the most
 * @param bodyMost a larger body of the API is refused with 413
 * @param waiting so many reports of the API wait for their commit at the most; beyond it 429
 */
@ConfigurationProperties(prefix = "server.intake", ignoreUnknownFields = false)
record IntakeSettings(
    @DefaultValue("1000") int batch,
    @DefaultValue("PT0.05S") Duration gather,
    @DefaultValue("PT1S") Duration idle,
    @DefaultValue("256KB") DataSize bodyMost,
    @DefaultValue("2000") int waiting) {
  IntakeSettings {
    if (batch < 1 || batch > 10_000 || waiting < 1) {
      throw new IllegalArgumentException("server.intake.batch is 1 to 10,000");
    }
  }
}
