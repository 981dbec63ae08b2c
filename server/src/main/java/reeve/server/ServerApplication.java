package reeve.server;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.core.env.MapPropertySource;
import reeve.server.platform.Platform;

/** The moderation server: one Spring application of vertical slices, behind the desk's listener. */
@SpringBootApplication(
    proxyBeanMethods = false,
    // Two slices may each have a class of the same name.
    nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
    // Members of staff stand in the staff slice; no user comes from a property.
    exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class ServerApplication {

  /** What holds unless the properties given to {@link #start} say otherwise. */
  public static final Map<String, Object> DEFAULTS =
      Map.ofEntries(
          Map.entry("spring.application.name", "reeve-server"),
          // No file is read: another application lives on the same classpath.
          Map.entry("spring.config.name", "reeve-server"),
          Map.entry("spring.main.banner-mode", "off"),
          Map.entry("spring.threads.virtual.enabled", "true"),
          Map.entry("spring.thymeleaf.prefix", "classpath:/server/templates/"),
          Map.entry("spring.web.resources.static-locations", "classpath:/server/static/"),
          Map.entry("spring.mvc.static-path-pattern", "/static/**"),
          // Their addresses in pages carry a hash of the contents: kept for a year.
          Map.entry("spring.web.resources.chain.strategy.content.enabled", "true"),
          Map.entry("spring.web.resources.cache.cachecontrol.max-age", "365d"),
          Map.entry("spring.web.resources.cache.cachecontrol.cache-private", "true"),
          Map.entry("management.endpoints.web.base-path", "/"),
          Map.entry("management.endpoints.web.discovery.enabled", "false"),
          Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
          Map.entry("management.endpoints.web.path-mapping.prometheus", "metrics"),
          // Said aloud, since it warns of itself otherwise.
          Map.entry("springdoc.api-docs.enabled", "true"),
          Map.entry("springdoc.api-docs.path", "/api/openapi"),
          Map.entry("springdoc.paths-to-match", "/api/v1/**"),
          // The peer's address counts; see server.trusted-proxy.
          Map.entry("server.forward-headers-strategy", "none"),
          Map.entry("spring.flyway.locations", "classpath:server/db"),
          Map.entry("spring.flyway.default-schema", "server"),
          Map.entry("spring.flyway.create-schemas", "false"),
          // Each slice numbers its migrations by itself.
          Map.entry("spring.flyway.out-of-order", "true"),
          Map.entry("server.tomcat.max-keep-alive-requests", "100000"),
          // A search names up to two hundred accounts in its address.
          Map.entry("server.max-http-request-header-size", "32KB"),
          // The filters of the sign-in are no measure that anybody reads.
          Map.entry("management.observations.enable.spring.security", "false"),
          Map.entry("server.address", "127.0.0.1"),
          Map.entry("server.port", "8081"));

  /**
   * Starts the server and returns once its listener answers.
   *
   * @param properties {@code spring.datasource.*}, {@code spring.flyway.*} (with {@code
   *     spring.flyway.placeholders.role}: the application's role, which migrations revoke rights
   *     from), {@code server.*}; they win over {@link #DEFAULTS} and over the environment
   * @param platforms the networks to serve
   * @param initializers more beans for the context, for example what must stop last
   */
  @SafeVarargs
  public static ConfigurableApplicationContext start(
      Map<String, ?> properties,
      List<? extends Platform> platforms,
      ApplicationContextInitializer<ConfigurableApplicationContext>... initializers) {
    var application = new SpringApplication(ServerApplication.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setDefaultProperties(DEFAULTS);
    application.setRegisterShutdownHook(false);
    application.addInitializers(context -> {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("node", new HashMap<>(properties)));
      for (Platform platform : platforms) {
        context.getBeanFactory().registerSingleton("platform-" + platform.id().value(), platform);
      }
    });
    for (var initializer : initializers) {
      application.addInitializers(initializer);
    }
    return application.run();
  }

  /** Every slice takes the time from here, so that tests may stop it. */
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }
}
