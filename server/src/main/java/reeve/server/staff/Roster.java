package reeve.server.staff;

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
    return jdbc.sql(
            """
            SELECT count(*) FROM staff_member
             WHERE active AND id <> :than
               AND array_position(ARRAY['REVIEWER', 'LEAD', 'ADMINISTRATOR'], role)
                   >= array_position(ARRAY['REVIEWER', 'LEAD', 'ADMINISTRATOR'], :role)
            """)
        .param("than", than.value())
        .param("role", role.name())
        .query(Integer.class)
        .single();
  }
}
