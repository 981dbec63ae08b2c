package reeve.server.staff;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;

/** Makes members and their sessions for the tests of all slices. */
public final class TestMembers {
  private final JdbcClient jdbc;
  private final InstantSource clock;

  public TestMembers(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Member newMember(Role role) {
    UUID id = UUID.randomUUID();
    String name = role.name().toLowerCase(java.util.Locale.ROOT) + "-" + id;
    String guestOf = role == Role.GUEST ? "nothing" : null;
    jdbc.sql(
            """
            INSERT INTO staff_member (id, name, role, guest_of, created_at)
            VALUES (:id, :name, :role, :guestOf, :now)
            """)
        .param("id", id)
        .param("name", name)
        .param("role", role.name())
        .param("guestOf", guestOf)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return new Member(new StaffId(id), name, role, null, guestOf);
  }

  public MockHttpSession session(Member member) {
    var session = new MockHttpSession();
    session.setAttribute(SignedIn.KEY, new SignedIn(member.id().value(), 0, clock.instant()));
    return session;
  }
}
