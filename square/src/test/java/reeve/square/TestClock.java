package reeve.square;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** A clock that runs, and that a test may put forward. */
final class TestClock implements InstantSource {
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  void forward(Duration by) {
    ahead.updateAndGet(now -> now.plus(by));
  }

  @Configuration(proxyBeanMethods = false)
  static class InPlace {
    @Bean
    @Primary
    TestClock testClock() {
      return new TestClock();
    }
  }
}
