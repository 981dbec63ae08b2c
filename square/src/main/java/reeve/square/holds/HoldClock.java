package reeve.square.holds;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reeve.square.base.Clockwork;

/** Ends holds soon after their time, also those whose time was over while nothing ran. */
@Component
final class HoldClock extends Clockwork {
  private static final Logger LOG = LoggerFactory.getLogger(HoldClock.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Holds holds;

  HoldClock(Holds holds) {
    super("holds", EVERY);
    this.holds = holds;
  }

  @Override
  public Duration round() {
    try {
      return holds.endLapsed() ? SOON : EVERY;
    } catch (RuntimeException e) {
      LOG.warn("holds whose time is over did not end; the next round tries again", e);
      return EVERY;
    }
  }
}
