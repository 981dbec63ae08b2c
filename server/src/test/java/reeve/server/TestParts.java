package reeve.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
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
import reeve.server.delivery.Channel;
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

  /** A kind of delivery that tests switch. */
  @Bean
  Channel trial() {
    return new Channel("trial", "Trial", "Nothing real.", false, null);
  }

  @Bean
  TestDesk testDesk(JdbcClient jdbc, TestClock clock) {
    return new TestDesk(new TestMembers(jdbc, clock));
  }

  static final class FreshDatabase
      implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final ScratchDatabase DATABASE = ScratchDatabase.fresh();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      Map<String, Object> given = new HashMap<>(DATABASE.springProperties(Schema.SERVER));
      given.put("server.staff.loops", "false");
      given.put("server.keys.staff[0]", "7e".repeat(32));
      Path files = files();
      // Letters carry openings; nothing is sequenced, since loops do not run.
      given.put("server.ledger.dir", files.resolve("ledger").toString());
      given.put("server.ledger.keys", files.resolve("keys").toString());
      given.put("server.bundle.dir", files.resolve("bundles").toString());
      given.put("server.bundle.key", files.resolve("keys/evidence.pem").toString());
      given.put("server.bundle.public-dir", files.resolve("public").toString());
      given.put("server.delivery.mail.host", "mail.staff.example");
      given.put("server.delivery.mail.from", "reeve@staff.example");
      given.put("server.delivery.alarms.mail[0]", "duty@staff.example");
      given.put("server.delivery.alarms.webhook[0]", "https://hooks.staff.example/reeve");
      given.put("server.keys.files[0]", "9c".repeat(32));
      var sources = context.getEnvironment().getPropertySources();
      sources.addFirst(new MapPropertySource("scratch", given));
      sources.addLast(new MapPropertySource("server-defaults", ServerApplication.DEFAULTS));
    }

    /** A directory of this run, which its end deletes. */
    private static Path files() {
      try {
        Path files = Files.createTempDirectory("reeve-server-test");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(files)));
        return files;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path files) {
      try (Stream<Path> all = Files.walk(files)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
