package reeve.server.staff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

/** The rows of {@code staff_member}. */
@Component
final class Members {
  private static final String SELECT =
      """
      SELECT id, name, role, account_platform, account_id, guest_of, password, totp_secret, totp_step, active,
             epoch, created_at
      FROM staff_member
      """;

  private final JdbcClient jdbc;
  private final Authenticators authenticators;
  private final InstantSource clock;

  Members(JdbcClient jdbc, Authenticators authenticators, InstantSource clock) {
    this.jdbc = jdbc;
    this.authenticators = authenticators;
    this.clock = clock;
  }

  /**
   * A member with what is needed to sign in.
   *
   * @param password Argon2id in its encoded form; null until set
   * @param totpSecret sealed, see {@link Authenticators}; null until enrolled
   * @param totpStep the last time step whose code was taken
   * @param epoch rises with every change that ends the member's sessions
   */
  record Row(
      Member member,
      @Nullable String password,
      @Nullable String totpSecret,
      long totpStep,
      boolean active,
      int epoch,
      Instant createdAt) {}

  Optional<Row> find(StaffId id) {
    return jdbc.sql(SELECT + "WHERE id = ?").param(id.value()).query(Members::map).optional();
  }

  Optional<Row> named(String name) {
    return jdbc.sql(SELECT + "WHERE lower(name) = lower(?)")
        .param(name)
        .query(Members::map)
        .optional();
  }

  List<Row> all() {
    return jdbc.sql(SELECT + "ORDER BY active DESC, lower(name)").query(Members::map).list();
  }

  /** Makes a member who has no way to sign in yet. */
  StaffId add(String name, Role role, @Nullable String guestOf) {
    var id = new StaffId(UUID.randomUUID());
    jdbc.sql(
            """
            INSERT INTO staff_member (id, name, role, guest_of, created_at)
            VALUES (:id, :name, :role, :guestOf, :now)
            """)
        .param("id", id.value())
        .param("name", name)
        .param("role", role.name())
        .param("guestOf", guestOf)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return id;
  }

  /**
   * Sets how a member signs in, which ends every session of theirs.
   *
   * @param totpSecret in Base32
   * @param totpStep the step of the code by which they proved the secret; it is not taken again
   */
  void setSignIn(StaffId id, String name, String password, String totpSecret, long totpStep) {
    jdbc.sql(
            """
            UPDATE staff_member
            SET name = ?, password = ?, totp_secret = ?, totp_step = ?, epoch = epoch + 1
            WHERE id = ?
            """)
        .params(name, password, authenticators.seal(id, totpSecret), totpStep, id.value())
        .update();
  }

  /** False when the step, or a later one, was taken before. */
  boolean takeStep(StaffId id, long step) {
    return jdbc.sql("UPDATE staff_member SET totp_step = ? WHERE id = ? AND totp_step < ?")
            .params(step, id.value(), step)
            .update()
        == 1;
  }

  /** Notes who made a member what they are from now on; null where nobody did. */
  void setMaker(StaffId id, @Nullable StaffId by) {
    jdbc.sql("UPDATE staff_member SET made_by = ?, made_at = ? WHERE id = ?")
        .param(by == null ? null : by.value())
        .param(Timestamp.from(clock.instant()))
        .param(id.value())
        .update();
  }

  void setRole(StaffId id, Role role) {
    jdbc.sql("UPDATE staff_member SET role = ?, epoch = epoch + 1 WHERE id = ?")
        .params(role.name(), id.value())
        .update();
  }

  void setActive(StaffId id, boolean active) {
    jdbc.sql("UPDATE staff_member SET active = ?, epoch = epoch + 1 WHERE id = ?")
        .params(active, id.value())
        .update();
  }

  void setAccount(StaffId id, @Nullable AccountRef account) {
    jdbc.sql(
            """
            UPDATE staff_member SET account_platform = :platform, account_id = :account
            WHERE id = :id
            """)
        .param("platform", account == null ? null : account.platform().value())
        .param("account", account == null ? null : account.nativeId())
        .param("id", id.value())
        .update();
  }

  /**
   * How many administrators can sign in. Locks them, so that two cannot both be the last but one.
   */
  int administrators() {
    return jdbc.sql(
            """
            SELECT id FROM staff_member
            WHERE role = 'ADMINISTRATOR' AND active AND password IS NOT NULL
            ORDER BY id
            FOR UPDATE
            """)
        .query(UUID.class)
        .list()
        .size();
  }

  private static Row map(ResultSet row, int number) throws SQLException {
    String platform = row.getString("account_platform");
    return new Row(
        new Member(
            new StaffId(row.getObject("id", UUID.class)),
            row.getString("name"),
            Role.valueOf(row.getString("role")),
            platform == null
                ? null
                : new AccountRef(new PlatformId(platform), row.getString("account_id")),
            row.getString("guest_of")),
        row.getString("password"),
        row.getString("totp_secret"),
        row.getLong("totp_step"),
        row.getBoolean("active"),
        row.getInt("epoch"),
        row.getTimestamp("created_at").toInstant());
  }
}
