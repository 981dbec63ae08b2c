package reeve.server.bundle;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import reeve.server.bundle.make.Order;

/**
 * Keys {@code server.bundle.*}.
 *
 * @param dir where files are made and kept; without it none are
 * @param key the file of the signing key, made at the first time
 * @param publicDir where the certificate is published; without it, nowhere
 * @param memory for the process of one bundle
 * @param keep how long a file is kept, unless a hold stands on its account
 * @param itemsMost copies of posts and profiles in one bundle
 * @param picturesMost bytes of pictures in one bundle
 * @param stamp the address of an RFC 3161 time stamping service; empty for none
 */
@ConfigurationProperties(prefix = "server.bundle", ignoreUnknownFields = false)
record BundleSettings(
    @Nullable Path dir,
    @Nullable Path key,
    @Nullable Path publicDir,
    @DefaultValue("256MB") DataSize memory,
    @DefaultValue("30d") Duration keep,
    @DefaultValue("20000") int itemsMost,
    @DefaultValue("1GB") DataSize picturesMost,
    @DefaultValue("") String stamp) {
  BundleSettings {
    if (memory.toMegabytes() < Order.MEMORY_LEAST) {
      throw new IllegalArgumentException(
          "server.bundle.memory is at least " + Order.MEMORY_LEAST + "MB");
    }
    if (keep.compareTo(Duration.ofDays(1)) < 0 || keep.compareTo(Duration.ofDays(90)) > 0) {
      throw new IllegalArgumentException("server.bundle.keep is a day to 90 days");
    }
    if (itemsMost < 1 || itemsMost > 100_000) {
      throw new IllegalArgumentException("server.bundle.items-most is 1 to 100000");
    }
  }
}
