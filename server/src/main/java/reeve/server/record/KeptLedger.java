package reeve.server.record;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import reeve.ledger.LedgerException;

/**
 * Leads where no other process does: opens today's log, sequences, publishes at whole hours. What
 * fails and may be tried again is; what may not stops the ledger alone, for all to see, while
 * records are written on.
 */
@Component
final class KeptLedger implements Ledger, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(KeptLedger.class);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  /** To wait for the lock that another process has. */
  private static final Duration FOLLOW = Duration.ofSeconds(2);

  /** Longer than that nobody waits for the ledger at the end: a database may never answer. */
  private static final Duration TO_THE_END = Duration.ofSeconds(15);

  private final LedgerSettings settings;
  private final OpenedLogs logs;
  private final JdbcConnectionDetails database;
  private final InstantSource clock;
  private final boolean works;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean running;
  private volatile @Nullable Thread thread;
  private volatile Standing standing;
  private volatile @Nullable String problem;
  private volatile OpenedLogs.@Nullable Opened opened;

  KeptLedger(
      LedgerSettings settings,
      OpenedLogs logs,
      JdbcConnectionDetails database,
      InstantSource clock,
      Environment environment,
      MeterRegistry meters) {
    this.settings = settings;
    this.logs = logs;
    this.database = database;
    this.clock = clock;
    this.works = environment.getProperty("server.staff.loops", Boolean.class, true);
    // Until its thread leads it waits: off is for who keeps none.
    this.standing = works && LogPlace.today(settings).isPresent() ? Standing.WAITING : Standing.OFF;
    Gauge.builder("reeve.ledger.entries", () -> state().size()).register(meters);
    Gauge.builder("reeve.ledger.published", () -> state().published().size()).register(meters);
    Gauge.builder("reeve.ledger.lag.seconds", () -> state().lag().toMillis() / 1e3)
        .register(meters);
    Gauge.builder("reeve.ledger.stopped", () -> standing == Standing.STOPPED ? 1 : 0)
        .register(meters);
  }

  @Override
  public void start() {
    if (works && LogPlace.today(settings).isPresent()) {
      running = true;
      thread = Thread.ofVirtual().name("ledger").start(this::keepOn);
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread working = thread;
    if (working != null) {
      lookAgain();
      try {
        if (!working.join(TO_THE_END)) {
          LOG.warn("the ledger did not come to its end and is left alone");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void keepOn() {
    while (running) {
      try {
        Optional<Leadership> taken = Leadership.take(database);
        if (taken.isEmpty()) {
          stands(Standing.FOLLOWING, null);
          pause(FOLLOW);
          continue;
        }
        try (Leadership leadership = taken.get()) {
          lead(leadership);
        }
      } catch (SQLException e) {
        stands(Standing.WAITING, "The database does not answer.");
        pause(AGAIN);
      } catch (RuntimeException e) {
        LOG.error("the ledger failed and will be tried again", e);
        stands(Standing.WAITING, "" + e.getMessage());
        pause(AGAIN);
      } finally {
        opened = null;
      }
    }
  }

  private void lead(Leadership leadership) {
    while (running && leadership.holds()) {
      try (OpenedLogs.Opened now = logs.open(() -> logs.tell(this::told))) {
        opened = now;
        stands(Standing.RUNNING, null);
        work(now, leadership);
      } catch (LedgerException e) {
        pause(failed(e));
      } finally {
        opened = null;
      }
    }
  }

  private void work(OpenedLogs.Opened now, Leadership leadership) {
    while (running && leadership.holds()) {
      try {
        now.publishIfDue();
        boolean more = now.sequencer().step() == Sequencer.BATCH;
        stands(Standing.RUNNING, null);
        if (!more) {
          pause(POLL);
        }
      } catch (LedgerException e) {
        Duration rest = failed(e);
        pause(rest);
        switch (e.problem()) {
          case UNAVAILABLE -> {
            // Nothing changed: the log that is open goes on.
          }
          default -> {
            return;
          }
        }
      }
    }
  }

  /** Notes a failure; gives how long to wait before the next try. */
  private Duration failed(LedgerException e) {
    return switch (e.problem()) {
      case UNAVAILABLE, STATE_UNKNOWN, IN_USE, OVERTAKEN -> {
        LOG.warn("the ledger is tried again: {}", e.getMessage());
        stands(Standing.WAITING, e.getMessage());
        yield AGAIN;
      }
      case BEHIND, FORKED, DAMAGED, FOREIGN, NONE, EXISTS, TOO_LARGE, MALFORMED -> {
        if (standing != Standing.STOPPED) {
          LOG.error(
              "THE LEDGER STOPPED ({}): {} Records are written on; nothing is published until"
                  + " somebody looks at the page Ledger.",
              e.problem(),
              e.getMessage());
        }
        stands(Standing.STOPPED, e.getMessage());
        yield LOOK_AGAIN;
      }
    };
  }

  private void stands(Standing now, @Nullable String why) {
    // It waits from the beginning: that something fails is news all the same.
    boolean changed = standing != now || !Objects.equals(problem, why);
    problem = why;
    standing = now;
    if (changed && now != Standing.FOLLOWING && now != Standing.OFF) {
      logs.tell(this::told);
    }
  }

  private void pause(Duration most) {
    try {
      if (news.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the ledger", e);
    }
  }

  @Override
  public State state() {
    OpenedLogs.Opened now = opened;
    if (now == null) {
      return logs.unopened(standing, problem);
    }
    Instant waiting = now.sequencer().waitingSince();
    return state(now, waiting == null ? Duration.ZERO : Duration.between(waiting, clock.instant()));
  }

  /** The same without what waits, which asks the database nothing and the public is never told. */
  private State told() {
    OpenedLogs.Opened now = opened;
    return now == null ? logs.unopened(standing, problem) : state(now, Duration.ZERO);
  }

  private State state(OpenedLogs.Opened now, Duration lag) {
    Sequencer sequencer = now.sequencer();
    return new State(
        standing,
        now.number(),
        sequencer.key().name(),
        sequencer.key().verifier().toString(),
        sequencer.log().head().size(),
        lag,
        problem,
        now.published());
  }

  @Override
  public void publishSoon() {
    OpenedLogs.Opened now = opened;
    if (now != null) {
      now.bringForward();
      lookAgain();
    }
  }

  @Override
  public void beginAnother() {
    LogPlace today =
        LogPlace.today(settings)
            .orElseThrow(() -> new IllegalStateException("This server keeps no ledger."));
    if (standing != Standing.STOPPED) {
      throw new IllegalStateException(
          "The ledger of this process has not stopped; a new one is begun only then.");
    }
    LogPlace next = today.follow(settings);
    LOG.warn("the ledger goes on in log {}, which follows log {}", next.number(), today.number());
    lookAgain();
  }

  /** Ends a pause. */
  void lookAgain() {
    news.release();
  }
}
