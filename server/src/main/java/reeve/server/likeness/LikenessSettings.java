package reeve.server.likeness;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.likeness.*}.
 *
 * @param dir where the index lies; without it, or without an event log, nobody is compared
 * @param picturesMost so many pictures that were shown are remembered, the newest; each takes some
 *     150 bytes of memory
 * @param fillFrom an archive of so many events fills a new index at once, and not event by event
 */
@ConfigurationProperties(prefix = "server.likeness", ignoreUnknownFields = false)
record LikenessSettings(
    @Nullable Path dir,
    @DefaultValue("200000") int picturesMost,
    @DefaultValue("100000") long fillFrom) {
  LikenessSettings {
    if (fillFrom < 1 || picturesMost < 1) {
      throw new IllegalArgumentException("server.likeness: a limit is 1 at the least");
    }
  }
}
