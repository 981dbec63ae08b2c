package reeve.server.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.record.RecordId;

/** Reads messages, and moves them through their states. */
@Component
class MessageRows {
  /** So long a message that was sent or dropped is shown. */
  static final Duration SHOWN = Duration.ofDays(90);

  private static final int LISTED = 100;
  private static final String FIELDS =
      "id, channel, way, target, title, record, handed_at, since, state, tries, next_try, words,"
          + " closed_at";

  private final JdbcClient jdbc;

  MessageRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A message that is to be sent now.
   *
   * @param sealed its content
   */
  record Due(Kept kept, String sealed) {}

  /** How many there are of each kind that a person looks after. */
  record Counts(long waiting, long failed) {}

  Optional<UUID> ofKey(String key) {
    return jdbc.sql("SELECT id FROM delivery_message WHERE key = ?")
        .param(key)
        .query(UUID.class)
        .optional();
  }

  /** False where the key is known. */
  boolean add(UUID id, Message message, String sealed, Instant now) {
    return jdbc.sql(
                """
                INSERT INTO delivery_message (
                  id, key, channel, way, target, title, content, handed_at, since, next_try)
                VALUES (:id, :key, :channel, :way, :target, :title, :content, :now, :now, :now)
                ON CONFLICT (key) DO NOTHING
                """)
            .param("id", id)
            .param("key", message.key())
            .param("channel", message.channel().name())
            .param("way", message.content().way())
            .param("target", message.content().target())
            .param("title", message.title())
            .param("content", sealed)
            .param("now", Timestamp.from(now))
            .update()
        > 0;
  }

  void recorded(UUID id, RecordId record) {
    jdbc.sql("UPDATE delivery_message SET record = ? WHERE id = ?")
        .params(record.value(), id)
        .update();
  }

  /**
   * Takes what is due, few for each target, so that a slow one holds up no other. Each counts as
   * tried from then on, also where the process dies over it.
   */
  List<Due> take(String[] on, int most, int perTarget, Instant now) {
    return jdbc.sql(
            """
            UPDATE delivery_message m
               SET tries = m.tries + 1, next_try = CAST(:now AS timestamptz) + interval '1 minute'
              FROM (SELECT id FROM (
                      SELECT id, next_try,
                             row_number() OVER (PARTITION BY target ORDER BY next_try, id) AS place
                        FROM delivery_message
                       WHERE state = 'waiting' AND next_try <= :now AND channel = ANY (:on)) due
                     WHERE place <= :perTarget
                     ORDER BY next_try, id LIMIT :most) chosen
             WHERE m.id = chosen.id
            RETURNING m.*
            """)
        .param("on", on)
        .param("perTarget", perTarget)
        .param("most", most)
        .param("now", Timestamp.from(now))
        .query((row, _) -> new Due(map(row), row.getString("content")))
        .list();
  }

  /** When the next one that may leave is to be tried. */
  Optional<Instant> nextTry(String[] on) {
    return jdbc.sql(
            """
            SELECT min(next_try) AS next FROM delivery_message
             WHERE state = 'waiting' AND channel = ANY (:on)
            HAVING min(next_try) IS NOT NULL
            """)
        .param("on", on)
        .query((row, _) -> row.getTimestamp("next").toInstant())
        .optional();
  }

  void again(UUID id, String words, Instant nextTry) {
    jdbc.sql(
            """
            UPDATE delivery_message SET words = :words, next_try = :next
             WHERE id = :id AND state = 'waiting'
            """)
        .param("words", words)
        .param("next", Timestamp.from(nextTry))
        .param("id", id)
        .update();
  }

  /** False where it is closed already. */
  boolean close(UUID id, Outbox.State from, Outbox.State to, String words, Instant now) {
    return jdbc.sql(
                """
                UPDATE delivery_message
                   SET state = :to, words = :words, closed_at = :now,
                       content = CASE WHEN :to = 'failed' THEN content END
                 WHERE id = :id AND state = :from
                """)
            .param("from", code(from))
            .param("to", code(to))
            .param("words", words)
            .param("now", Timestamp.from(now))
            .param("id", id)
            .update()
        > 0;
  }

  /** Has one that was given up tried anew. */
  boolean reopen(UUID id, Instant now) {
    return jdbc.sql(
                """
                UPDATE delivery_message
                   SET state = 'waiting', closed_at = NULL, since = :now, next_try = :now
                 WHERE id = :id AND state = 'failed'
                """)
            .param("now", Timestamp.from(now))
            .param("id", id)
            .update()
        > 0;
  }

  Optional<Kept> find(UUID id) {
    return jdbc.sql("SELECT " + FIELDS + " FROM delivery_message WHERE id = ?")
        .param(id)
        .query((row, _) -> map(row))
        .optional();
  }

  /** The newest of a state. */
  List<Kept> in(Outbox.State state) {
    return jdbc.sql(
            "SELECT "
                + FIELDS
                + " FROM delivery_message WHERE state = :state"
                + " ORDER BY coalesce(closed_at, handed_at) DESC, id LIMIT "
                + LISTED)
        .param("state", code(state))
        .query((row, _) -> map(row))
        .list();
  }

  Counts counts(@Nullable String channel) {
    return jdbc.sql(
            """
            SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failed')
              FROM delivery_message
             WHERE state IN ('waiting', 'failed')
               AND (CAST(:channel AS text) IS NULL OR channel = :channel)
            """)
        .param("channel", channel)
        .query((row, _) -> new Counts(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** Forgets what ended long ago; the records stay. */
  int forget(Instant now) {
    return jdbc.sql(
            "DELETE FROM delivery_message WHERE state IN ('sent', 'dropped') AND closed_at < ?")
        .param(Timestamp.from(now.minus(SHOWN)))
        .update();
  }

  private static String code(Outbox.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Kept map(ResultSet row) throws SQLException {
    Timestamp closed = row.getTimestamp("closed_at");
    return new Kept(
        row.getObject("id", UUID.class),
        row.getString("channel"),
        row.getString("way"),
        row.getString("target"),
        row.getString("title"),
        new RecordId(Objects.requireNonNull(row.getObject("record", UUID.class))),
        row.getTimestamp("handed_at").toInstant(),
        row.getTimestamp("since").toInstant(),
        Outbox.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("tries"),
        row.getTimestamp("next_try").toInstant(),
        row.getString("words"),
        closed == null ? null : closed.toInstant());
  }
}
