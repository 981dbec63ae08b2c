package reeve.server.transparency;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this slice.
 *
 * @param dir where the files are written; without it none are
 * @param every how often it is looked whether there is a new checkpoint
 * @param checkEvery how often the figures are computed again from the database; zero: never by
 *     itself
 * @param checkMemory MiB for the process that does it
 */
@ConfigurationProperties(prefix = "server.transparency", ignoreUnknownFields = false)
record TransparencySettings(
    @Nullable Path dir,
    @DefaultValue("30s") Duration every,
    @DefaultValue("24h") Duration checkEvery,
    @DefaultValue("1024") int checkMemory) {
  private static final Duration OFTENEST = Duration.ofMinutes(10);

  TransparencySettings {
    if (!checkEvery.isZero() && checkEvery.compareTo(OFTENEST) < 0) {
      throw new IllegalArgumentException("server.transparency.check-every is 0, or 10m or more");
    }
    if (checkMemory < Recomputing.MEMORY_LEAST) {
      throw new IllegalArgumentException(
          "server.transparency.check-memory is at least " + Recomputing.MEMORY_LEAST);
    }
  }
}
