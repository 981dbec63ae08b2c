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
 * @param every how often at the most
 */
@ConfigurationProperties(prefix = "server.transparency", ignoreUnknownFields = false)
record TransparencySettings(@Nullable Path dir, @DefaultValue("30s") Duration every) {}
