package reeve.server.platform;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds for the whole server.
 *
 * @param sample whether everything here is invented; every page says so, and sample links work
 * @param squareUrl where the square is read, without a slash at the end; for links to it
 * @param trustedProxy addresses or networks (CIDR) whose forwarded headers count; none by default
 */
@ConfigurationProperties("server")
public record ServerSettings(
    @DefaultValue("false") boolean sample,
    @DefaultValue("http://127.0.0.1:8080") String squareUrl,
    @DefaultValue List<String> trustedProxy) {
  public ServerSettings {
    trustedProxy = List.copyOf(trustedProxy);
  }
}
