package reeve.server.staff;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/**
 * The rows of {@code staff_session}. An id stands there as its hash, what the session holds is
 * sealed: neither the database nor a copy of it signs anybody in.
 */
@Component
final class Sessions implements SessionRepository<StoredSession> {
  /** So seldom a session that only reads is written, and so exact is the idle time-out. */
  static final Duration TOUCH = Duration.ofMinutes(1);

  private static final ObjectInputFilter OURS =
      ObjectInputFilter.Config.createFilter(
          "maxbytes=65536;maxdepth=20;reeve.server.staff.*;java.lang.*;java.time.*;java.util.**;"
              + "org.springframework.web.servlet.FlashMap;org.springframework.util.*;!*");

  private final JdbcClient jdbc;
  private final Vault vault;
  private final StaffSettings settings;
  private final InstantSource clock;

  Sessions(JdbcClient jdbc, StaffKeys keys, StaffSettings settings, InstantSource clock) {
    this.jdbc = jdbc;
    this.vault = new Vault(keys.staff());
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public StoredSession createSession() {
    return StoredSession.fresh(clock.instant(), settings.sessionIdle());
  }

  @Override
  public @Nullable StoredSession findById(String id) {
    byte[] hash = Token.hash(id);
    return jdbc.sql(
            """
            SELECT made_at, touched_at, attributes FROM staff_session
            WHERE hash = ? AND expires_at > ?
            """)
        .params(hash, Timestamp.from(clock.instant()))
        .query((row, n) -> {
          Map<String, Object> attributes = open(row.getString("attributes"), hash);
          return attributes == null
              ? null
              : StoredSession.found(
                  id,
                  row.getTimestamp("made_at").toInstant(),
                  row.getTimestamp("touched_at").toInstant(),
                  settings.sessionIdle(),
                  attributes);
        })
        .optional()
        .orElse(null);
  }

  /** Never brings back what another request ended in the meantime. */
  @Override
  public void save(StoredSession session) {
    Instant now = clock.instant();
    Instant touched = session.touchedAt();
    if (touched == null) {
      insert(session, now);
    } else if (session.isChanged()) {
      update(session, now);
    } else if (now.isBefore(touched.plus(TOUCH))) {
      return;
    } else {
      jdbc.sql("UPDATE staff_session SET touched_at = ?, expires_at = ? WHERE hash = ?")
          .params(Timestamp.from(now), expires(now), Token.hash(session.storedAs()))
          .update();
    }
    session.stored(now);
  }

  @Override
  public void deleteById(String id) {
    jdbc.sql("DELETE FROM staff_session WHERE hash = ?").param(Token.hash(id)).update();
  }

  /** Deletes those whose time is over. */
  void forget() {
    jdbc.sql("DELETE FROM staff_session WHERE expires_at <= ?")
        .param(Timestamp.from(clock.instant()))
        .update();
  }

  private void insert(StoredSession session, Instant now) {
    byte[] hash = Token.hash(session.getId());
    jdbc.sql(
            """
            INSERT INTO staff_session (hash, made_at, touched_at, expires_at, attributes)
            VALUES (?, ?, ?, ?, ?)
            """)
        .params(
            hash,
            Timestamp.from(session.getCreationTime()),
            Timestamp.from(now),
            expires(now),
            seal(session, hash))
        .update();
  }

  private void update(StoredSession session, Instant now) {
    byte[] hash = Token.hash(session.getId());
    jdbc.sql(
            """
            UPDATE staff_session SET hash = ?, touched_at = ?, expires_at = ?, attributes = ?
            WHERE hash = ?
            """)
        .params(
            hash,
            Timestamp.from(now),
            expires(now),
            seal(session, hash),
            Token.hash(session.storedAs()))
        .update();
  }

  private Timestamp expires(Instant now) {
    return Timestamp.from(now.plus(settings.sessionIdle()));
  }

  private String seal(StoredSession session, byte[] hash) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new HashMap<>(session.attributes()));
    } catch (IOException e) {
      throw new UncheckedIOException("a session holds what cannot be stored", e);
    }
    return vault.seal(bytes.toByteArray(), HexFormat.of().formatHex(hash));
  }

  /** Null where an earlier version, or a key that is no more, wrote it: whoever it is signs in. */
  @SuppressWarnings("unchecked") // what seal() wrote
  private @Nullable Map<String, Object> open(String sealed, byte[] hash) {
    try (var in =
        new ObjectInputStream(
            new ByteArrayInputStream(vault.open(sealed, HexFormat.of().formatHex(hash))))) {
      in.setObjectInputFilter(OURS);
      return (Map<String, Object>) in.readObject();
    } catch (Vault.Locked | IOException | ClassNotFoundException e) {
      return null;
    }
  }
}
