package reeve.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that a test moves. It starts now and only goes forward, since tests share it. */
public final class TestClock implements InstantSource {
  private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  @Override
  public Instant instant() {
    return now;
  }

  public synchronized void forward(Duration by) {
    now = now.plus(by);
  }
}
