package reeve.server.staff;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this slice.
 *
 * @param sessionLength after which a member signs in again, however busy
 * @param loops whether background work runs; off in tests, which drive it by hand
 */
@ConfigurationProperties(prefix = "server.staff", ignoreUnknownFields = false)
public record StaffSettings(
    @DefaultValue("12h") Duration sessionLength, @DefaultValue("true") boolean loops) {}
