package reeve.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.staff.TestMembers;

/** What stands in for the world in a {@link ServerTest}. */
@TestConfiguration(proxyBeanMethods = false)
class TestParts {
  @Bean
  @Primary
  TestClock testClock() {
    return new TestClock();
  }

  /** MockMvc's own sessions count; those of the database have a test of their own, SessionsIT. */
  @Bean
  static BeanPostProcessor mockSessions() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (name.equals("sessionCookies") && bean instanceof FilterRegistrationBean<?> filter) {
          filter.setEnabled(false);
        }
        return bean;
      }
    };
  }

  @Bean
  FakePlatform fakePlatform() {
    return new FakePlatform();
  }

  @Bean
  ScratchDatabase scratchDatabase() {
    return FreshDatabase.DATABASE;
  }

  @Bean
  TestDesk testDesk(JdbcClient jdbc, TestClock clock) {
    return new TestDesk(new TestMembers(jdbc, clock));
  }

  static final class FreshDatabase
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final ScratchDatabase DATABASE = ScratchDatabase.fresh();
    private static final Path FOLDER = folder();

    private static Path folder() {
      try {
        return Files.createTempDirectory("reeve-ledger-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      Map<String, Object> given = new HashMap<>(DATABASE.springProperties(Schema.SERVER));
      given.put("server.staff.loops", "false");
      // Letters carry openings; nothing is sequenced, since loops do not run.
      given.put("server.ledger.dir", FOLDER.resolve("ledger").toString());
      given.put("server.ledger.keys", FOLDER.resolve("keys").toString());
      given.put("server.keys.staff[0]", "7e".repeat(32));
      var sources = context.getEnvironment().getPropertySources();
      sources.addFirst(new MapPropertySource("scratch", given));
      sources.addLast(new MapPropertySource("server-defaults", ServerApplication.DEFAULTS));
    }
  }
}
