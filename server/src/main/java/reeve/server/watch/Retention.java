package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.staff.Lease;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;

/**
 * Lets go what is kept no longer: once a day deleted and erased events leave the log's files, and
 * counts and shadow hits their tables.
 */
@Component
class Retention {
  private static final Duration EVERY = Duration.ofHours(24);
  private static final Duration AGAIN = Duration.ofMinutes(10);

  /** Watchers stand moments after a start. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Hits by the hour are shown for a year. */
  private static final Duration HOURS_KEPT = Duration.ofDays(400);

  private static final Duration SHADOW_KEPT = Duration.ofDays(90);

  private final Journal journal;
  private final Held held;
  private final HeldEvents heldEvents;
  private final Patrol patrol;
  private final JdbcClient db;
  private final InstantSource clock;

  Retention(
      Journal journal,
      Held held,
      HeldEvents heldEvents,
      Patrol patrol,
      JdbcClient db,
      InstantSource clock) {
    this.journal = journal;
    this.held = held;
    this.heldEvents = heldEvents;
    this.patrol = patrol;
    this.db = db;
    this.clock = clock;
  }

  Duration round(Lease lease) {
    EventLog log = journal.log().orElse(null);
    if (log == null) {
      return AGAIN;
    }
    if (!patrol.stands()) {
      return SOON;
    }
    try {
      run(log);
      patrol.tidy(clock.instant());
      return EVERY;
    } catch (LogException e) {
      journal.failed(e);
      return AGAIN;
    }
  }

  /** The work of a day. */
  void run(EventLog log) {
    Instant now = clock.instant();
    heldEvents.keep(log, journal.id(), now);
    try {
      log.rewrite(now, held::needs);
    } catch (IOException e) {
      throw new UncheckedIOException("events could not be let go", e);
    }
    db.sql("delete from watch_hour where hour < ?::timestamptz")
        .param(now.minus(HOURS_KEPT).toString())
        .update();
    db.sql("delete from watch_shadow where last_at < ?::timestamptz")
        .param(now.minus(SHADOW_KEPT).toString())
        .update();
  }
}
