package reeve.server.staff;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.platform.Refused;
import reeve.server.staff.StaffRecords.What;

/** What an administrator does with members. */
@Component
final class Team {
  private final Members members;
  private final Links links;
  private final StaffRecords records;
  private final StaffSettings settings;
  private final TransactionTemplate transaction;

  Team(
      Members members,
      Links links,
      StaffRecords records,
      StaffSettings settings,
      TransactionTemplate transaction) {
    this.members = members;
    this.links = links;
    this.records = records;
    this.settings = settings;
    this.transaction = transaction;
  }

  List<Members.Row> all() {
    return members.all();
  }

  /** A link's path for somebody new. */
  String invite(Role role, Member by) {
    if (role == Role.GUEST) {
      throw new Refused(
          StaffProblem.BAD_INPUT, "A guest is invited from the appeal that they shall look at.");
    }
    return transaction.execute(t -> {
      records.append(What.LINK_MADE, by.id(), Map.of("purpose", "invite", "role", role.name()));
      return links.make(
          new Links.Link(Links.Purpose.INVITE, role, null), by.id(), settings.invitationLength());
    });
  }

  /** A link's path for a member who lost password or authenticator. */
  String reset(StaffId id, Member by) {
    return transaction.execute(t -> {
      Members.Row row = find(id);
      records.append(What.LINK_MADE, by.id(), Map.of("purpose", "reset", "member", id.toString()));
      return links.make(
          new Links.Link(Links.Purpose.RESET, row.member().role(), id),
          by.id(),
          settings.invitationLength());
    });
  }

  void changeRole(StaffId id, Role role, Member by) {
    transaction.executeWithoutResult(t -> {
      requireOther(id, by);
      Member before = find(id).member();
      if (role == Role.GUEST || before.role() == Role.GUEST) {
        throw new Refused(
            StaffProblem.BAD_INPUT, "A guest stays a guest; invite them as a member instead.");
      }
      members.setRole(id, role);
      members.setMaker(id, by.id());
      requireAdministrator();
      records.append(
          What.ROLE_CHANGED,
          by.id(),
          Map.of("member", id.toString(), "from", before.role().name(), "to", role.name()));
    });
  }

  void setActive(StaffId id, boolean active, Member by) {
    transaction.executeWithoutResult(t -> {
      requireOther(id, by);
      Members.Row row = find(id);
      members.setActive(id, active);
      requireAdministrator();
      records.append(
          active ? What.REACTIVATED : What.DEACTIVATED,
          by.id(),
          Map.of("member", id.toString(), "name", row.member().name()));
    });
  }

  private Members.Row find(StaffId id) {
    return members
        .find(id)
        .orElseThrow(
            () -> new Refused(StaffProblem.NO_SUCH_MEMBER, "There is no member with this id."));
  }

  private static void requireOther(StaffId id, Member by) {
    if (id.equals(by.id())) {
      throw new Refused(
          StaffProblem.NOT_YOURSELF,
          "You cannot change your own role or end your own membership. Ask another administrator.");
    }
  }

  private void requireAdministrator() {
    if (members.administrators() == 0) {
      throw new Refused(
          StaffProblem.LAST_ADMINISTRATOR,
          "Nobody would be left who can change roles. Make another member an administrator first.");
    }
  }
}
