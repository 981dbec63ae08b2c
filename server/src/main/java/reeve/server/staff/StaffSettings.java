package reeve.server.staff;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of this slice.
 *
 * @param sessionLength after which a member signs in again, however busy
 * @param sessionIdle after which a member signs in again who did nothing, to the minute
 * @param triesPerName how many wrong tries one name has within {@code triesWithin}, codes included
 * @param triesPerAddress how many wrong tries one address (IPv6: one /64) has within it
 * @param invitationLength how long an invitation's link is good
 * @param lookUpLength how long a written reason opens an account
 * @param loops whether background work runs; off in tests, which drive it by hand
 */
@ConfigurationProperties(prefix = "server.staff", ignoreUnknownFields = false)
public record StaffSettings(
    @DefaultValue("12h") Duration sessionLength,
    @DefaultValue("1h") Duration sessionIdle,
    @DefaultValue("10") int triesPerName,
    @DefaultValue("30") int triesPerAddress,
    @DefaultValue("15m") Duration triesWithin,
    @DefaultValue("24h") Duration invitationLength,
    @DefaultValue("1h") Duration lookUpLength,
    @DefaultValue("true") boolean loops) {}
