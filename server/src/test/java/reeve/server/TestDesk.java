package reeve.server;

import org.springframework.mock.web.MockHttpSession;
import reeve.server.staff.Member;
import reeve.server.staff.Role;
import reeve.server.staff.TestMembers;

/** Signs members of staff in for tests, without a password. */
public final class TestDesk {
  private final TestMembers members;

  TestDesk(TestMembers members) {
    this.members = members;
  }

  /** A member that no other test uses. */
  public Member newMember(Role role) {
    return members.newMember(role);
  }

  /** A session of that member, for {@code get("/queue").session(...)}. */
  public MockHttpSession session(Member member) {
    return members.session(member);
  }

  /** A session of a new member. */
  public MockHttpSession session(Role role) {
    return session(newMember(role));
  }
}
