package reeve.server.staff;

import java.util.Set;
import java.util.UUID;
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
            SELECT id FROM staff_member
             WHERE active
               AND array_position(ARRAY['REVIEWER', 'LEAD', 'ADMINISTRATOR'], role)
                   >= array_position(ARRAY['REVIEWER', 'LEAD', 'ADMINISTRATOR'], :role)
            """)
        .param("role", role.name())
        .query((row, _) -> new StaffId(row.getObject(1, UUID.class)))
        .set();
  }
}
