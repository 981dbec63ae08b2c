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
    jdbc.sql("INSERT INTO staff_member (id, name, role, created_at) VALUES (?, ?, ?, ?)")
        .params(id, name, role.name(), Timestamp.from(clock.instant()))
        .update();
    return new Member(new StaffId(id), name, role, null, null);
  }

  public MockHttpSession session(Member member) {
    var session = new MockHttpSession();
    session.setAttribute(SignedIn.KEY, new SignedIn(member.id().value(), 0, clock.instant()));
    return session;
  }
}
