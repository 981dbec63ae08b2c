package reeve.server.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.server.platform.PlatformId;
import reeve.server.record.Place;
import reeve.server.staff.Lease;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;

/** Follows decisions and what appeals took back into the event log, so that rules read them too. */
@Component
final class RulingFollower {
  private static final Logger LOG = LoggerFactory.getLogger(RulingFollower.class);
  private static final String STREAM = "decisions";
  private static final int BATCH = 1_000;
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Rulings rulings;
  private final Followers followers;
  private final Journal journal;
  private final People people;
  private final Wanted wanted;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  RulingFollower(
      Rulings rulings,
      Followers followers,
      Journal journal,
      People people,
      Wanted wanted,
      TransactionOperations transaction,
      InstantSource clock) {
    this.rulings = rulings;
    this.followers = followers;
    this.journal = journal;
    this.people = people;
    this.wanted = wanted;
    this.transaction = transaction;
    this.clock = clock;
  }

  Duration round(Lease lease) {
    EventLog log = journal.log().orElse(null);
    if (log == null) {
      return IDLE;
    }
    try {
      return follow(log, lease::confirm) ? Duration.ZERO : IDLE;
    } catch (LogException e) {
      LOG.warn("decisions do not reach the rules now: {}", e.getMessage());
      journal.failed(e);
      return IDLE;
    }
  }

  /** Takes the next decisions into the log; whether there were any. */
  boolean follow(EventLog log, Runnable guard) {
    List<Ruling> some = rulings.after(followers.place(STREAM), BATCH);
    if (some.isEmpty()) {
      return false;
    }
    Map<PlatformId, List<Ruling>> by = new LinkedHashMap<>();
    some.forEach(
        one -> by.computeIfAbsent(one.account().platform(), _ -> new ArrayList<>()).add(one));
    by.forEach((platform, ours) -> append(log, platform, ours));
    Place last = some.getLast().place();
    transaction.executeWithoutResult(_ -> {
      guard.run();
      followers.move(STREAM, last);
    });
    return true;
  }

  private void append(EventLog log, PlatformId platform, List<Ruling> ours) {
    People.Gathered gathered =
        people.load(
            journal.id(), platform, ours.stream().map(one -> one.account().nativeId()).toList());
    var facts = new StreamFacts(gathered, wanted.derived(), clock.millis());
    EventBatch batch = log.batch(platform.value());
    ours.forEach(one -> batch.add(StreamFacts.id(one), facts.decision(one)));
    Followers.settle(log, batch);
  }
}
