package reeve.server.intake;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.cases.Docket;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;

/**
 * Takes a stretch of a platform's stream in: effects, receivers' effects and cursor in one
 * transaction, so that each event is in effect exactly once, whatever dies when.
 */
@Component
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int TRIES_AT_ONCE = 3;

  private final JdbcClient db;
  private final Docket docket;
  private final ObjectProvider<Receiver> receivers;
  private final SetAside aside;
  private final IntakeMeters meters;
  private final IntakeSettings settings;
  private final InstantSource clock;
  private final TransactionTemplate transaction;
  private final TransactionTemplate savepoint;

  Intake(
      JdbcClient db,
      Docket docket,
      ObjectProvider<Receiver> receivers,
      SetAside aside,
      IntakeMeters meters,
      IntakeSettings settings,
      InstantSource clock,
      PlatformTransactionManager transactions) {
    this.db = db;
    this.docket = docket;
    this.receivers = receivers;
    this.aside = aside;
    this.meters = meters;
    this.settings = settings;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.savepoint = new TransactionTemplate(transactions);
    savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /** What a round did: how many events it took in, and whether there may be more at once. */
  record Round(int events, boolean more) {}

  /**
   * Takes the next stretch in.
   *
   * @param guard called within the transaction: throws where another process took over
   * @throws PlatformUnavailable when the platform's stream cannot be read now
   */
  Round next(Platform platform, Runnable guard) throws PlatformUnavailable {
    String cursor = cursor(platform.id());
    Platform.Page page = platform.read(cursor, settings.batch());
    if (page.events().isEmpty()) {
      if (page.next() != null && !page.next().equals(cursor)) {
        transaction.executeWithoutResult(_ -> move(platform.id(), cursor, page, guard));
      }
      return new Round(0, false);
    }
    take(platform.id(), cursor, page, guard);
    meters.took(platform.id(), page.events());
    return new Round(page.events().size(), page.events().size() >= settings.batch());
  }

  private void take(
      PlatformId platform, @Nullable String cursor, Platform.Page page, Runnable guard) {
    boolean whole = page.events().stream().noneMatch(Event.Unreadable.class::isInstance);
    for (int tries = 1; whole; tries++) {
      try {
        transaction.executeWithoutResult(_ -> {
          move(platform, cursor, page, guard);
          apply(page.events());
        });
        return;
      } catch (RuntimeException e) {
        whole = Failure.of(e) == Failure.RETRY;
        if (whole && tries >= TRIES_AT_ONCE) {
          throw e;
        }
        if (whole) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20L * tries));
        }
      }
    }
    transaction.executeWithoutResult(_ -> {
      move(platform, cursor, page, guard);
      page.events().forEach(event -> alone(event, cursor));
    });
  }

  private void apply(List<Event> events) {
    docket.enter(events);
    receivers.orderedStream().forEach(receiver -> receiver.receive(events));
  }

  /** Takes one event in within its own savepoint; one that fails is set aside. */
  private void alone(Event event, @Nullable String cursor) {
    if (event instanceof Event.Unreadable unreadable) {
      aside.put(event, unreadable.why(), cursor);
      return;
    }
    try {
      savepoint.executeWithoutResult(_ -> apply(List.of(event)));
    } catch (RuntimeException e) {
      if (Failure.of(e) == Failure.RETRY) {
        throw e;
      }
      LOG.warn("event {} of {} is set aside", event.meta().position(), event.meta().source(), e);
      aside.put(event, SetAside.why(e), cursor);
    }
  }

  private @Nullable String cursor(PlatformId platform) {
    return db.sql("select cursor from stream where platform = ?")
        .param(platform.value())
        .query((row, _) -> new Cursor(row.getString(1)))
        .optional()
        .orElse(new Cursor(null))
        .at();
  }

  private record Cursor(@Nullable String at) {}

  /** Moves the cursor, first of all: whoever else would read the same stretch waits, and loses. */
  private void move(
      PlatformId platform, @Nullable String from, Platform.Page page, Runnable guard) {
    guard.run();
    List<Event> events = page.events();
    String now = clock.instant().toString();
    int moved =
        db.sql(
                """
                insert into stream as s (platform, cursor, events, last_event_at, read_at)
                values (:platform, :next, :events, :last::timestamptz, :now::timestamptz)
                on conflict (platform) do update
                set cursor = excluded.cursor, events = s.events + excluded.events,
                    last_event_at = coalesce(excluded.last_event_at, s.last_event_at),
                    read_at = excluded.read_at, trouble = null
                where s.cursor is not distinct from :from
                """)
            .param("platform", platform.value())
            .param("next", page.next())
            .param("events", events.size())
            .param("last", events.isEmpty() ? null : events.getLast().meta().at().toString())
            .param("now", now)
            .param("from", from)
            .update();
    if (moved == 0) {
      throw new CursorMoved(platform);
    }
  }

  /** Another process took the same stretch in. */
  static final class CursorMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    CursorMoved(PlatformId platform) {
      super("the stream of " + platform + " was read by somebody else");
    }
  }

  /** Says on the page why a stream stands still. */
  void trouble(PlatformId platform, String words) {
    db.sql(
            """
            insert into stream (platform, trouble) values (?, ?)
            on conflict (platform) do update set trouble = excluded.trouble
            """)
        .params(platform.value(), words)
        .update();
  }

  /**
   * Takes an event in that was set aside.
   *
   * @return null where it worked, else why it did not
   */
  @Nullable String again(long id, @Nullable Platform platform) {
    try {
      return transaction.execute(_ -> {
        Event event = aside.take(id, platform);
        apply(List.of(event));
        aside.done(id);
        return null;
      });
    } catch (RuntimeException e) {
      String why = SetAside.why(e);
      aside.failed(id, why);
      return why;
    }
  }
}
