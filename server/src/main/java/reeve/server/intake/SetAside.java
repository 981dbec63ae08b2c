package reeve.server.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Event;
import reeve.server.platform.Platform;
import reeve.server.platform.PlatformUnavailable;

/** Events that could not be taken in. Kept whole, counted, shown, and retried by a button. */
@Component
final class SetAside {
  private static final int WHY_MOST = 1_000;

  private final JdbcClient db;
  private final IntakeSettings settings;
  private final IntakeMeters meters;
  private final InstantSource clock;

  SetAside(JdbcClient db, IntakeSettings settings, IntakeMeters meters, InstantSource clock) {
    this.db = db;
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Keeps an event, in the transaction that moves the cursor past it.
   *
   * @param pageAfter the cursor before the page in which it came
   */
  void put(Event event, String why, @Nullable String pageAfter) {
    boolean readable = !(event instanceof Event.Unreadable);
    String content =
        event instanceof Event.Unreadable unreadable ? unreadable.raw() : EventText.write(event);
    db.sql(
            """
            insert into set_aside (platform, position, at, kind, content, readable, page_after, why,
                                   set_aside_at)
            values (:platform, :position, :at::timestamptz, :kind, :content, :readable, :after, :why,
                    :now::timestamptz)
            on conflict (platform, position) do nothing
            """)
        .param("platform", event.meta().source().value())
        .param("position", event.meta().position())
        .param("at", event.meta().at().toString())
        .param("kind", EventText.kind(event))
        .param("content", content.replace('\0', '\uFFFD'))
        .param("readable", readable)
        .param("after", pageAfter)
        .param("why", shortened(why))
        .param("now", clock.instant().toString())
        .update();
    meters.setAside(event.meta().source());
  }

  private static String shortened(String why) {
    String clean = why.replace('\0', '\uFFFD');
    return clean.length() <= WHY_MOST ? clean : clean.substring(0, WHY_MOST);
  }

  /** The innermost cause in one line. */
  static String why(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** A row of the page. */
  record Row(
      long id,
      String platform,
      String position,
      Instant at,
      String kind,
      String content,
      String why,
      int tries,
      Instant setAsideAt) {}

  List<Row> waiting(int most) {
    return db.sql(
            """
            select id, platform, position, at, kind, content, why, tries, set_aside_at
            from set_aside where taken_in_at is null order by id limit ?
            """)
        .param(most)
        .query((row, _) ->
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getTimestamp(4).toInstant(),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getTimestamp(9).toInstant()))
        .list();
  }

  long waiting() {
    return db.sql("select count(*) from set_aside where taken_in_at is null")
        .query(Long.class)
        .single();
  }

  private record Kept(String content, boolean readable, @Nullable String after, String position) {}

  /**
   * Locks a waiting event and reads it; one that nobody could read is asked of the platform again,
   * whose connector may read it by now.
   */
  Event take(long id, @Nullable Platform platform) {
    Kept kept =
        db.sql(
                """
                select content, readable, page_after, position from set_aside
                where id = ? and taken_in_at is null for update
                """)
            .param(id)
            .query((row, _) ->
                new Kept(row.getString(1), row.getBoolean(2), row.getString(3), row.getString(4)))
            .optional()
            .orElseThrow(() -> new IllegalStateException("This event was taken in already."));
    if (kept.readable()) {
      return EventText.read(kept.content());
    }
    if (platform == null) {
      throw new IllegalStateException("The platform has no connector now; nobody can read it.");
    }
    try {
      for (Event event : platform.read(kept.after(), settings.batch()).events()) {
        if (event.meta().position().equals(kept.position())) {
          if (event instanceof Event.Unreadable unreadable) {
            throw new IllegalStateException(unreadable.why());
          }
          return event;
        }
      }
    } catch (PlatformUnavailable e) {
      throw new IllegalStateException("The platform does not answer now: " + e.getMessage(), e);
    }
    throw new IllegalStateException("The platform no longer gives this event.");
  }

  /** It was taken in: its contents stand where they belong, and no second time here. */
  void done(long id) {
    db.sql(
            """
            update set_aside set taken_in_at = ?::timestamptz, tries = tries + 1, content = ''
            where id = ?
            """)
        .params(clock.instant().toString(), id)
        .update();
  }

  void failed(long id, String why) {
    db.sql("update set_aside set tries = tries + 1, why = ? where id = ? and taken_in_at is null")
        .params(shortened(why), id)
        .update();
  }
}
