package reeve.server;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.postgres.Schema;
import reeve.postgres.ScratchDatabase;
import reeve.server.platform.AccountRef;
import reeve.server.platform.FakePlatform;
import reeve.server.platform.PlatformId;

/**
 * One server for all tests of a JVM: its own database, a clock that stands still, a platform in
 * memory. Its workers do not run; tests call their passes.
 */
public final class TestServer {
  private static final TestServer SHARED = new TestServer();

  private final FakeClock clock = new FakeClock();
  private final FakePlatform platform = new FakePlatform(PlatformId.SQUARE);
  private final ConfigurableApplicationContext context;

  private TestServer() {
    Map<String, Object> properties =
        new HashMap<>(ScratchDatabase.fresh().springProperties(Schema.SERVER));
    properties.put("server.port", "0");
    properties.put("server.enforcement.carry-out", "false");
    context =
        ServerApplication.start(
            properties,
            List.of(platform),
            starting -> {
              if (starting instanceof GenericApplicationContext beans) {
                beans.registerBean(
                    "stoppedClock",
                    InstantSource.class,
                    () -> clock,
                    bean -> bean.setPrimary(true));
              }
            });
  }

  /** The shared one. */
  public static TestServer shared() {
    return SHARED;
  }

  public FakeClock clock() {
    return clock;
  }

  public FakePlatform platform() {
    return platform;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** For what must happen in one transaction. */
  public TransactionTemplate transaction() {
    return new TransactionTemplate(bean(PlatformTransactionManager.class));
  }

  /** An account that no other test knows. */
  public static AccountRef someone() {
    return new AccountRef(PlatformId.SQUARE, "account-" + UUID.randomUUID());
  }
}
