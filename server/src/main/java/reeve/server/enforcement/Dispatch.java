package reeve.server.enforcement;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reeve.server.enforcement.OrderBook.Answered;
import reeve.server.enforcement.OrderBook.Taken;
import reeve.server.platform.Platform;
import reeve.server.platform.Platform.Carried;
import reeve.server.platform.PlatformUnavailable;

/**
 * Takes one lane of a platform's orders that are due, has them carried out, and stores the answers.
 * Used by one thread. After a fault it goes on with single orders, so that one bad order holds up
 * no other account, and doubles the batch again with each success.
 */
final class Dispatch {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  /** How many orders are tried at once at the most. */
  static final int MOST = 1_000;

  private final Platform platform;
  private final Lane lane;
  private final OrderBook book;
  private final InstantSource clock;
  private final RandomGenerator random;
  private int size = MOST;
  private int faults;

  Dispatch(
      Platform platform, Lane lane, OrderBook book, InstantSource clock, RandomGenerator random) {
    this.platform = platform;
    this.lane = lane;
    this.book = book;
    this.clock = clock;
    this.random = random;
  }

  /**
   * One pass.
   *
   * @param idle how long to wait at the most when nothing is due
   * @return how long to wait before the next
   */
  Duration pass(Duration idle) {
    Instant now = clock.instant();
    List<Taken> batch = book.take(platform.id(), lane, now, size);
    if (batch.isEmpty()) {
      return book.nextTry(platform.id(), lane)
          .map(next -> OrderBook.until(next, now))
          .filter(wait -> wait.compareTo(idle) < 0)
          .orElse(idle);
    }
    Carried carried = carryOut(batch);
    List<Answered> answers = new ArrayList<>(carried.receipts().size());
    for (int i = 0; i < carried.receipts().size(); i++) {
      answers.add(new Answered(batch.get(i), carried.receipts().get(i)));
    }
    Instant answered = clock.instant();
    book.close(answers, answered, OrderBook.WORKER, false);
    PlatformUnavailable stopped = carried.stopped();
    if (stopped == null) {
      faults = 0;
      size = Math.min(MOST, size * 2);
      return Duration.ZERO;
    }
    Taken unknown = batch.get(answers.size());
    book.postpone(unknown, words(stopped), answered.plus(BackOff.after(unknown.tries(), random)));
    faults = answers.isEmpty() ? faults + 1 : 1;
    size = 1;
    LOG.warn(
        "{}: not known whether order {} was carried out, it is tried again: {}",
        platform.id(),
        unknown.order().id(),
        words(stopped));
    Duration pause = BackOff.after(faults, random);
    return pause.compareTo(idle) < 0 ? pause : idle;
  }

  /** A fault that the port does not name leaves the outcome as unknown as one that it does. */
  private Carried carryOut(List<Taken> batch) {
    try {
      return platform.carryOutAll(batch.stream().map(Taken::order).toList());
    } catch (RuntimeException e) {
      LOG.error("{}: a fault of the connector", platform.id(), e);
      return new Carried(List.of(), new PlatformUnavailable("The connector failed.", e));
    }
  }

  private static String words(PlatformUnavailable stopped) {
    String message = stopped.getMessage();
    return message == null || message.isBlank() ? "The platform did not answer." : message;
  }
}
