package reeve.server.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.platform.PlatformId;
import reeve.server.platform.Platforms;
import reeve.server.platform.Refused;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Client;
import reeve.server.staff.ClientKeys;
import reeve.server.staff.Member;

/**
 * Keys by which other platforms report, send events and read. Stored as SHA-256; the look-up
 * compares whole digests of 256 random bits, whose time tells nothing of a key.
 */
@Component
public class ApiKeys implements ClientKeys {
  private static final Kind CREATED = new Kind("intake.key-created", 2);
  private static final Kind REVOKED = new Kind("intake.key-revoked", 1);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient db;
  private final Platforms platforms;
  private final Records records;
  private final InstantSource clock;

  ApiKeys(JdbcClient db, Platforms platforms, Records records, InstantSource clock) {
    this.db = db;
    this.platforms = platforms;
    this.records = records;
    this.clock = clock;
  }

  /** What a key may be used for. */
  public enum May {
    REPORT("may_report", "may not report"),
    READ("may_read", "may not read cases"),
    EVENTS("may_send_events", "may not send events"),
    /** Orders of authorities, and nothing beside them. */
    ORDERS("may_order", "may not hand in orders");

    private final String column;
    private final String not;

    May(String column, String not) {
      this.column = column;
      this.not = not;
    }
  }

  /** A row of the page. */
  record Row(
      UUID id,
      String name,
      String platform,
      boolean mayReport,
      boolean mayRead,
      boolean maySendEvents,
      Instant createdAt,
      @Nullable Instant revokedAt) {}

  @Override
  public Optional<Client> find(String presented) {
    return db.sql("select id, name, platform from api_key where hash = ? and revoked_at is null")
        .param(hash(presented))
        .query((row, _) ->
            new Client(
                row.getObject(1, UUID.class), row.getString(2), new PlatformId(row.getString(3))))
        .optional();
  }

  /**
   * Refuses a client whose key was not made for this.
   *
   * @throws Refused {@link IntakeProblem#KEY_MAY_NOT}
   */
  public void require(Client client, May what) {
    boolean may =
        db.sql("select " + what.column + " from api_key where id = ?")
            .param(client.key())
            .query(Boolean.class)
            .single();
    if (!may) {
      throw new Refused(
          IntakeProblem.KEY_MAY_NOT,
          "This API key " + what.not + ". An administrator can make one that may.");
    }
  }

  List<Row> all() {
    return db.sql(
            """
            select id, name, platform, may_report, may_read, may_send_events, created_at,
                   revoked_at
            from api_key where not may_order order by revoked_at is not null, created_at desc limit 500
            """)
        .query((row, _) -> {
          var revoked = row.getTimestamp(8);
          return new Row(
              row.getObject(1, UUID.class),
              row.getString(2),
              row.getString(3),
              row.getBoolean(4),
              row.getBoolean(5),
              row.getBoolean(6),
              row.getTimestamp(7).toInstant(),
              revoked == null ? null : revoked.toInstant());
        })
        .list();
  }

  /** A key that hands in orders of authorities. */
  public record OrderKey(UUID id, String name, Instant createdAt, @Nullable Instant revokedAt) {}

  /** The keys that hand in orders, those that are good first. */
  public List<OrderKey> mayOrder() {
    return db.sql(
            """
            select id, name, created_at, revoked_at
            from api_key where may_order order by revoked_at is not null, created_at desc limit 500
            """)
        .query((row, _) -> {
          var revoked = row.getTimestamp(4);
          return new OrderKey(
              row.getObject(1, UUID.class),
              row.getString(2),
              row.getTimestamp(3).toInstant(),
              revoked == null ? null : revoked.toInstant());
        })
        .list();
  }

  /**
   * Makes a key for a platform, which is added where it is new.
   *
   * @return the key itself: it is shown once and kept nowhere
   */
  @Transactional
  public String create(String name, String platform, Set<May> may, Member by) {
    PlatformId id = platform(platform);
    if (name.isBlank() || name.length() > 100) {
      throw refused("Give the key a name of 1 to 100 characters.");
    }
    if (may.isEmpty()) {
      throw refused("Choose at least one thing that the key may do.");
    }
    if (may.contains(May.ORDERS) && may.size() > 1) {
      throw refused("A key that hands in orders may do nothing else.");
    }
    boolean report = may.contains(May.REPORT);
    boolean read = may.contains(May.READ);
    boolean events = may.contains(May.EVENTS);
    if ((report || events) && platforms.find(id).isPresent()) {
      throw refused(
          "Reports and events of "
              + id
              + " come through its connector; a key for it may only read.");
    }
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String key = "reeve_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    UUID row = UUID.randomUUID();
    String now = clock.instant().toString();
    db.sql(
            """
            insert into platforms (id, title, added_at) values (?, ?, ?::timestamptz)
            on conflict do nothing
            """)
        .params(id.value(), id.value(), now)
        .update();
    db.sql(
            """
            insert into api_key (id, name, platform, may_report, may_read, may_send_events,
                                 may_order, hash, created_at, created_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?)
            """)
        .params(
            row,
            name.strip(),
            id.value(),
            report,
            read,
            events,
            may.contains(May.ORDERS),
            hash(key),
            now,
            by.id().value())
        .update();
    records.append(
        new Entry(
            CREATED,
            null,
            by.id().actor(),
            null,
            Map.of("platform", id.value(), "report", report, "read", read, "events", events),
            Map.of("key", row.toString(), "name", name.strip())));
    return key;
  }

  private static PlatformId platform(String given) {
    try {
      return new PlatformId(given.strip());
    } catch (IllegalArgumentException e) {
      throw refused("A platform's id is 1 to 32 of a-z, 0-9 and '-', starting with a letter.");
    }
  }

  private static Refused refused(String detail) {
    return new Refused(IntakeProblem.INVALID_KEY_REQUEST, detail);
  }

  @Transactional
  public void revoke(UUID id, Member by) {
    int revoked =
        db.sql(
                """
                update api_key set revoked_at = ?::timestamptz, revoked_by = ?
                where id = ? and revoked_at is null
                """)
            .params(clock.instant().toString(), by.id().value(), id)
            .update();
    if (revoked == 0) {
      throw new Refused(IntakeProblem.NO_SUCH_KEY, "This key is not known, or revoked already.");
    }
    records.append(
        new Entry(REVOKED, null, by.id().actor(), null, Map.of(), Map.of("key", id.toString())));
  }

  static byte[] hash(String key) {
    return sha256(key.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
