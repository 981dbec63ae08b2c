package reeve.server.decisions;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys {@code server.decisions.dsa.*}: where statements of reasons are sent to.
 *
 * @param url of the API, with its version and without a slash at the end; empty for none
 * @param tokenFile holds the token that the database gave, and is read each time
 * @param callsPerSecond at the most; the database takes 200
 */
@ConfigurationProperties(prefix = "server.decisions.dsa", ignoreUnknownFields = false)
record StatementSettings(
    @DefaultValue("") String url,
    @DefaultValue("") String tokenFile,
    @DefaultValue("20") int callsPerSecond) {
  StatementSettings {
    if (callsPerSecond < 1 || callsPerSecond > 150) {
      throw new IllegalArgumentException(
          "server.decisions.dsa.calls-per-second is 1 to 150; the database refuses more than 200");
    }
    if (!url.isEmpty() && (url.endsWith("/") || URI.create(url).getHost() == null)) {
      throw new IllegalArgumentException(
          "server.decisions.dsa.url is the address of the API, for example"
              + " https://transparency.dsa.ec.europa.eu/api/v1");
    }
  }

  /** The host, for pages; null where nothing is set up. */
  public @Nullable String host() {
    return url.isEmpty() ? null : URI.create(url).getHost();
  }
}
