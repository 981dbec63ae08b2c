package reeve.server.staff;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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
      SELECT id, name, role, account_platform, account_id, password, totp_secret, totp_step, active,
             epoch, created_at
      FROM staff_member
      """;

  private final JdbcClient jdbc;

  Members(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A member with what is needed to sign in.
   *
   * @param password Argon2id in its encoded form; null until set
   * @param totpSecret in Base32; null until enrolled
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

  private static Row map(ResultSet row, int number) throws SQLException {
    String platform = row.getString("account_platform");
    return new Row(
        new Member(
            new StaffId(row.getObject("id", UUID.class)),
            row.getString("name"),
            Role.valueOf(row.getString("role")),
            platform == null
                ? null
                : new AccountRef(new PlatformId(platform), row.getString("account_id"))),
        row.getString("password"),
        row.getString("totp_secret"),
        row.getLong("totp_step"),
        row.getBoolean("active"),
        row.getInt("epoch"),
        row.getTimestamp("created_at").toInstant());
  }
}
