package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.ServerTest;
import reeve.server.TestDesk;

@ServerTest
class RosterIT {
  @Autowired private Roster roster;
  @Autowired private TestDesk desk;
  @Autowired private Members members;

  @Test
  @Transactional
  void whoEndedIsNoSecondPersonAndAnAdministratorIsOneForEveryRole() {
    members.all().forEach(it -> members.setActive(it.member().id(), false));
    Member lead = desk.newMember(Role.LEAD);
    assertThat(roster.others(Role.LEGAL, lead.id())).isZero();
    Member both = desk.newMember(Role.LEAD_AND_LEGAL);
    Member legal = desk.newMember(Role.LEGAL);
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    Map<Role, List<Member>> expected =
        Map.of(
            Role.REVIEWER, List.of(lead, both, legal, administrator),
            Role.LEAD, List.of(lead, both, administrator),
            Role.LEGAL, List.of(both, legal, administrator),
            Role.ADMINISTRATOR, List.of(administrator));
    expected.forEach((role, who) ->
        assertThat(roster.active(role))
            .as(role.name())
            .containsExactlyInAnyOrderElementsOf(who.stream().map(Member::id).toList()));
    members.setActive(both.id(), false);
    assertThat(roster.others(Role.LEGAL, legal.id())).isEqualTo(1);
  }
}
