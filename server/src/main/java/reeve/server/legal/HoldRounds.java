package reeve.server.legal;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.staff.Lease;

/** What goes on by itself with what is preserved. */
@Component
final class HoldRounds {
  private final HoldRows rows;
  private final Holding holding;
  private final HoldTries tries;
  private final HoldAlarms alarms;
  private final InstantSource clock;
  private final TransactionTemplate transaction;

  HoldRounds(
      HoldRows rows,
      Holding holding,
      HoldTries tries,
      HoldAlarms alarms,
      InstantSource clock,
      TransactionTemplate transaction) {
    this.rows = rows;
    this.holding = holding;
    this.tries = tries;
    this.alarms = alarms;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** One round; what fails holds up nothing else, and is tried in the next. */
  void round(Lease lease) {
    Instant now = clock.instant();
    var round = new OneByOne(transaction, lease);
    round.each(rows.withoutOrder(now), holding::endWithItsOrder);
    round.each(alarms.lapsing(now), id -> alarms.beforeItLapses(id, now));
    round.asking(rows.toTry(now), id -> tries.once(rows.find(id).orElseThrow(), lease::confirm));
    round.end();
  }
}
