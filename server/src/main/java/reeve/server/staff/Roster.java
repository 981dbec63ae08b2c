package reeve.server.staff;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many people hold a role: where it is one alone, nothing may lock for want of a second. */
@Component
public class Roster {
  private final JdbcClient jdbc;

  Roster(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many active members may do what the role may, this one not counted. */
  public int others(Role role, StaffId than) {
    Set<StaffId> active = active(role);
    return active.size() - (active.contains(than) ? 1 : 0);
  }

  /** The active members who may do what the role may; guests never. */
  public Set<StaffId> active(Role role) {
    return jdbc.sql(
            """
            SELECT id FROM staff_member WHERE active AND role <> 'GUEST' AND role IN (:roles)
            """)
        .param("roles", role.withThoseAbove().stream().map(Role::name).toList())
        .query((row, _) -> new StaffId(row.getObject(1, UUID.class)))
        .set();
  }

  /**
   * What makes a member independent of another.
   *
   * @param since when they were given their role, or a new way to sign in
   * @param by who gave it; null where the program did
   */
  public record Standing(String name, Instant since, @Nullable StaffId by) {}

  /** How an active member, no guest, came to be what they are. */
  public Optional<Standing> standing(StaffId id) {
    return jdbc.sql(
            """
            SELECT name, coalesce(made_at, created_at), made_by FROM staff_member
             WHERE id = ? AND active AND role <> 'GUEST'
            """)
        .param(id.value())
        .query((row, _) -> {
          UUID by = row.getObject(3, UUID.class);
          return new Standing(
              row.getString(1),
              row.getTimestamp(2).toInstant(),
              by == null ? null : new StaffId(by));
        })
        .optional();
  }

  /** Who gave a member their role or sign-in, also one who left; empty where the program did. */
  public Optional<StaffId> maker(StaffId id) {
    return jdbc.sql("SELECT made_by FROM staff_member WHERE id = ? AND made_by IS NOT NULL")
        .param(id.value())
        .query((row, _) -> new StaffId(row.getObject(1, UUID.class)))
        .optional();
  }

  /** Names, also of those who left; for pages of staff. */
  public Map<UUID, String> names() {
    Map<UUID, String> names = new HashMap<>();
    jdbc.sql("SELECT id, name FROM staff_member")
        .query(row -> {
          names.put(row.getObject(1, UUID.class), row.getString(2));
        });
    return names;
  }

  /** The role that each has now, or had when they left. */
  public Map<UUID, Role> roles() {
    Map<UUID, Role> roles = new HashMap<>();
    jdbc.sql("SELECT id, role FROM staff_member")
        .query(row -> {
          roles.put(row.getObject(1, UUID.class), Role.valueOf(row.getString(2)));
        });
    return roles;
  }
}
