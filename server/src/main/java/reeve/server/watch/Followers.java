package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import reeve.rules.schema.Facts;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PlatformUnavailable;
import reeve.server.platform.Platforms;
import reeve.server.platform.StreamReader;
import reeve.server.record.Place;
import reeve.server.staff.Lease;
import reeve.server.staff.Loop;
import reeve.server.watch.log.Erasable;
import reeve.server.watch.log.EventBatch;
import reeve.server.watch.log.EventLog;
import reeve.server.watch.log.LogException;
import reeve.server.watch.log.LogProblem;

/**
 * Follows each platform's stream into the event log, beside intake and with a cursor of its own, so
 * that no fault here holds up a report. An event is in the log before the cursor moves past it; one
 * that is read again is known by its position there.
 */
@Component
class Followers implements StreamReader {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
  private static final int BATCH = 2_000;
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** Each stretch is a flush and a commit: what happens meanwhile goes into one. */
  private static final Duration PACE = Duration.ofMillis(200);

  /** How often a log notes that it follows, whether or not anything comes. */
  private static final Duration NOTED = Duration.ofHours(1);

  /** A log that noted nothing for so long is gone: nothing stays in a stream for it. */
  private static final Duration GONE = Duration.ofDays(7);

  private static final Duration AFTER_FAULT = Duration.ofSeconds(2);
  private static final Duration AFTER_BUSY = Duration.ofMillis(200);

  private final Platforms platforms;
  private final Journal journal;
  private final People people;
  private final Wanted wanted;
  private final JdbcClient db;
  private final TransactionOperations transaction;
  private final InstantSource clock;

  /** When this log last noted that it follows a stream. */
  private final Map<PlatformId, Instant> noted = new ConcurrentHashMap<>();

  Followers(
      Platforms platforms,
      Journal journal,
      People people,
      Wanted wanted,
      JdbcClient db,
      TransactionOperations transaction,
      InstantSource clock) {
    this.platforms = platforms;
    this.journal = journal;
    this.people = people;
    this.wanted = wanted;
    this.db = db;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** A loop for each platform with a connector, under a lease of its own. */
  List<Loop> loops() {
    return platforms.all().stream()
        .map(platform -> new Loop("watch-" + platform.id(), lease -> round(platform, lease)))
        .toList();
  }

  private Duration round(Platform platform, Lease lease) throws InterruptedException {
    note(platform.id());
    EventLog log = journal.log().orElse(null);
    if (log == null) {
      return AFTER_FAULT;
    }
    try {
      int events = follow(platform, log, lease::confirm);
      if (events == 0) {
        platform.awaitNews(IDLE);
      }
      return events > BATCH / 2 ? Duration.ZERO : PACE;
    } catch (PlatformUnavailable e) {
      return AFTER_FAULT;
    } catch (LogException e) {
      journal.failed(e);
      return e.problem() == LogProblem.BUSY ? AFTER_BUSY : AFTER_FAULT;
    }
  }

  /** Also where the log cannot be opened: it will be, and goes on where it was. */
  void note(PlatformId platform) {
    Instant now = clock.instant();
    Instant last = noted.get(platform);
    if (last == null || !now.isBefore(last.plus(NOTED))) {
      db.sql("update watch_cursor set at = ?::timestamptz where log = ? and stream = ?")
          .params(now.toString(), journal.id(), platform.value())
          .update();
      noted.put(platform, now);
    }
  }

  /**
   * Where the logs of all processes are that follow the stream, and this one's also where it has
   * yet to begin.
   */
  @Override
  public List<Platform.Reader> readersOf(PlatformId platform) {
    Instant gone = clock.instant().minus(GONE);
    Map<String, String> cursors = new LinkedHashMap<>();
    db.sql(
            """
            select log, cursor from watch_cursor
            where stream = ? and at > ?::timestamptz order by log
            """)
        .params(platform.value(), gone.toString())
        .query(row -> {
          cursors.put(row.getString(1), row.getString(2));
        });
    List<Platform.Reader> readers = new ArrayList<>();
    cursors.forEach((log, cursor) -> readers.add(reader(log, cursor)));
    Instant here = noted.get(platform);
    if (here != null && here.isAfter(gone) && !cursors.containsKey(journal.id())) {
      readers.add(reader(journal.id(), null));
    }
    return readers;
  }

  private static Platform.Reader reader(String log, @Nullable String cursor) {
    return new Platform.Reader("watch, event log " + log, cursor);
  }

  /**
   * Takes the next stretch of a stream into the log.
   *
   * @param guard called within the transaction: throws where another process took over
   * @return how many events there were, at most {@value #BATCH}
   */
  int follow(Platform platform, EventLog log, Runnable guard) throws PlatformUnavailable {
    String cursor = cursor(platform.id().value());
    Platform.Page page = platform.read(cursor, BATCH);
    String next = page.next();
    if (next == null || next.equals(cursor)) {
      return 0;
    }
    if (cursor == null) {
      people.inherit(journal.id(), platform.id());
    }
    People.Gathered gathered =
        people.load(
            journal.id(),
            platform.id(),
            page.events().stream().flatMap(event -> StreamFacts.named(event).stream()).toList());
    append(log, page.events(), platform.id().value(), gathered);
    transaction.executeWithoutResult(_ -> {
      guard.run();
      people.store(journal.id(), platform.id(), gathered);
      move(platform.id().value(), next);
    });
    return page.events().size();
  }

  private void append(EventLog log, List<Event> events, String source, People.Gathered gathered) {
    EventBatch batch = log.batch(source);
    var facts = new StreamFacts(gathered, wanted.derived(), clock.millis());
    for (Event event : events) {
      Facts read = facts.of(event);
      if (read != null) {
        add(batch, event, read);
      }
    }
    if (batch.size() > 0) {
      settle(log, batch);
    }
    List<Erasable.Post> deleted =
        events.stream()
            .filter(Event.PostDeleted.class::isInstance)
            .map(event -> ((Event.PostDeleted) event).post().nativeId())
            .map(post -> new Erasable.Post(source, post))
            .toList();
    if (!deleted.isEmpty()) {
      try {
        log.deleted(deleted);
      } catch (IOException e) {
        throw new UncheckedIOException("deleted posts could not be noted", e);
      }
    }
  }

  private static void add(EventBatch batch, Event event, Facts read) {
    try {
      batch.add(event.meta().position(), read);
    } catch (LogException e) {
      if (e.problem() != LogProblem.TOO_LARGE) {
        throw e;
      }
      // It stays in the stream and in its case; only rules do not see it.
      LOG.warn("rules do not see event {}: {}", event.meta().position(), e.getMessage());
    }
  }

  static void settle(EventLog log, EventBatch batch) {
    try {
      log.append(batch).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LogException refused ? refused : e;
    }
  }

  @Nullable String cursor(String stream) {
    return db.sql("select cursor from watch_cursor where log = ? and stream = ?")
        .params(journal.id(), stream)
        .query((row, _) -> row.getString(1))
        .optional()
        .orElse(null);
  }

  /** Where a stream of records was followed to. */
  Place place(String stream) {
    String cursor = cursor(stream);
    if (cursor == null) {
      return Place.START;
    }
    int dash = cursor.indexOf('-', 1);
    return new Place(
        Long.parseLong(cursor.substring(0, dash)), Long.parseLong(cursor.substring(dash + 1)));
  }

  void move(String stream, Place to) {
    move(stream, to.tx() + "-" + to.seq());
  }

  void move(String stream, String to) {
    db.sql(
            """
            insert into watch_cursor as c (log, stream, cursor, at)
            values (:log, :stream, :cursor, :now::timestamptz)
            on conflict (log, stream) do update set cursor = excluded.cursor, at = excluded.at
            """)
        .param("log", journal.id())
        .param("stream", stream)
        .param("cursor", to)
        .param("now", clock.instant().toString())
        .update();
  }
}
