package reeve.server.staff;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;

/** The rows of {@code staff_link}: one-time links, kept as hashes. */
@Component
final class Links {
  /** What a link is good for. */
  enum Purpose {
    /** To become the first administrator. */
    FIRST,
    /** To become a member. */
    INVITE,
    /** To set one's sign-in anew. */
    RESET,
    /** To sign in to a sample. */
    SAMPLE,
    /** To sign in as a guest. */
    GUEST
  }

  /**
   * A link that is still good.
   *
   * @param member whom it is for; null where that member is yet to be made
   */
  record Link(Purpose purpose, Role role, @Nullable StaffId member) {}

  private final JdbcClient jdbc;
  private final InstantSource clock;

  Links(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes one and returns its path. */
  String make(Link link, @Nullable StaffId by, Duration length) {
    String token = Token.fresh();
    jdbc.sql(
            """
            INSERT INTO staff_link (hash, purpose, role, member, made_by, expires)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        .param(Token.hash(token))
        .param(link.purpose().name())
        .param(link.role().name())
        .param(value(link.member()))
        .param(value(by))
        .param(Timestamp.from(clock.instant().plus(length)))
        .update();
    return "/link/" + token;
  }

  /** Empty when it was used, is over, or never was. */
  Optional<Link> find(String token) {
    return jdbc.sql(
            """
            SELECT purpose, role, member FROM staff_link
            WHERE hash = ? AND used_at IS NULL AND expires > ?
            """)
        .params(Token.hash(token), Timestamp.from(clock.instant()))
        .query((row, n) -> {
          UUID member = row.getObject("member", UUID.class);
          return new Link(
              Purpose.valueOf(row.getString("purpose")),
              Role.valueOf(row.getString("role")),
              member == null ? null : new StaffId(member));
        })
        .optional();
  }

  /** Who made it; empty where the program did. */
  Optional<StaffId> maker(String token) {
    return jdbc.sql("SELECT made_by FROM staff_link WHERE hash = ? AND made_by IS NOT NULL")
        .param(Token.hash(token))
        .query(UUID.class)
        .optional()
        .map(StaffId::new);
  }

  /** Takes it in the caller's transaction: of two at once one alone goes on. */
  void use(String token) {
    int used =
        jdbc.sql(
                """
                UPDATE staff_link SET used_at = :now
                WHERE hash = :hash AND used_at IS NULL AND expires > :now
                """)
            .param("hash", Token.hash(token))
            .param("now", Timestamp.from(clock.instant()))
            .update();
    if (used == 0) {
      throw spent();
    }
  }

  /** Ends all links of a purpose that nobody used. */
  void end(Purpose purpose) {
    jdbc.sql("DELETE FROM staff_link WHERE purpose = ? AND used_at IS NULL")
        .param(purpose.name())
        .update();
  }

  static Refused spent() {
    return new Refused(
        StaffProblem.LINK_SPENT,
        "This link was used before, or its time is over. Ask whoever gave it to you for a new one;"
            + " the first administrator restarts Reeve for one.");
  }

  private static @Nullable UUID value(@Nullable StaffId id) {
    return id == null ? null : id.value();
  }
}
