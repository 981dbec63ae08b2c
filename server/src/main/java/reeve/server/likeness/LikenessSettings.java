package reeve.server.likeness;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys {@code server.likeness.*}.
 *
 * @param dir where the index lies; without it, or without an event log, nobody is compared
 */
@ConfigurationProperties(prefix = "server.likeness", ignoreUnknownFields = false)
record LikenessSettings(@Nullable Path dir) {}
