package reeve.server.enforcement;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.ApplicationContext;
import reeve.server.FakePlatform;
import reeve.server.TestClock;
import reeve.server.platform.PlatformId;

/** Carries orders out when a test says so. */
public final class TestWorker {
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final FakePlatform platform;
  private final OrderBook book;
  private final InstantSource clock;

  private TestWorker(FakePlatform platform, OrderBook book, InstantSource clock) {
    this.platform = platform;
    this.book = book;
    this.clock = clock;
  }

  public static TestWorker in(ApplicationContext context) {
    return new TestWorker(
        context.getBean(FakePlatform.class),
        context.getBean(OrderBook.class),
        context.getBean(TestClock.class));
  }

  /** Lets a new worker run until nothing is due now. */
  public void drain(RandomGenerator random) {
    Dispatch dispatch = new Dispatch(platform, Lane.ALL, book, clock, random);
    for (int pass = 0; pass < 200 && dueNow(); pass++) {
      dispatch.pass(IDLE);
    }
  }

  /** Notes the measures that ran out by now. */
  public void lapse() {
    while (book.noteLapses(clock.instant()) > 0) {
      // Until there are no more.
    }
  }

  private boolean dueNow() {
    return book.nextTry(PlatformId.SQUARE, Lane.ALL)
        .filter(next -> !next.isAfter(clock.instant()))
        .isPresent();
  }
}
