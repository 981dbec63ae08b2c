package reeve.square;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import reeve.square.base.Settings;

/**
 * The embedded town square: a Spring application of its own, which knows nothing of moderation but
 * the events that it emits and the orders that it obeys ({@link reeve.square.door.SquareDoor}).
 */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@EnableConfigurationProperties(Settings.class)
public class SquareApplication {
  private static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          Map.entry("spring.config.name", "square"),
          Map.entry("spring.application.name", "square"),
          Map.entry("spring.jmx.enabled", "false"),
          Map.entry("spring.threads.virtual.enabled", "true"),
          Map.entry("spring.datasource.hikari.pool-name", "square"),
          Map.entry("spring.datasource.hikari.maximum-pool-size", "16"),
          Map.entry("spring.datasource.hikari.connection-timeout", "5000"),
          Map.entry("spring.flyway.locations", "classpath:square/db"),
          Map.entry("spring.thymeleaf.prefix", "classpath:/square/templates/"),
          Map.entry("spring.web.resources.static-locations", "classpath:/square/static/"),
          Map.entry("spring.mvc.static-path-pattern", "/static/**"),
          // Styles and scripts carry a hash in their addresses; pictures that clients name do not.
          Map.entry("spring.web.resources.chain.strategy.content.enabled", "true"),
          Map.entry("spring.web.resources.cache.cachecontrol.max-age", "1h"),
          Map.entry("spring.web.resources.cache.cachecontrol.cache-public", "true"),
          Map.entry("spring.mvc.formcontent.filter.enabled", "false"),
          Map.entry("spring.servlet.multipart.max-file-size", "8MB"),
          Map.entry("spring.servlet.multipart.max-request-size", "34MB"),
          Map.entry("spring.servlet.multipart.file-size-threshold", "64KB"),
          Map.entry("spring.servlet.multipart.resolve-lazily", "true"),
          Map.entry("server.tomcat.max-http-form-post-size", "64KB"),
          Map.entry("server.tomcat.max-part-count", "64"),
          // Browsers leave brackets in a query as they are: id[]=1
          Map.entry("server.tomcat.relaxed-query-chars", "[,]"),
          Map.entry("server.tomcat.max-keep-alive-requests", "100000"),
          Map.entry("server.error.whitelabel.enabled", "false"),
          Map.entry("server.shutdown", "graceful"));

  /** Starts the square; its listener's port is the property {@code server.port}. */
  public static ConfigurableApplicationContext start(Map<String, Object> properties) {
    return start(properties, SquareApplication.class);
  }

  static ConfigurableApplicationContext start(Map<String, Object> properties, Class<?>... sources) {
    return new SpringApplicationBuilder(sources)
        .bannerMode(Banner.Mode.OFF)
        .logStartupInfo(false)
        .registerShutdownHook(false)
        .properties(DEFAULTS)
        .initializers(context ->
            context
                .getEnvironment()
                .getPropertySources()
                .addFirst(new org.springframework.core.env.MapPropertySource("start", properties)))
        .run();
  }

  @Bean
  InstantSource clock() {
    return Clock.systemUTC();
  }
}
