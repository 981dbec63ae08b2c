package reeve.server.staff;

import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.staff.StaffRecords.What;

/**
 * Invites somebody from outside to look at one thing only, where a town has nobody else who may
 * (the second person of an appeal). The guest sets a name, a password and a code as every member
 * does.
 */
@Component
public final class GuestLinks {
  private final Links links;
  private final Members members;
  private final StaffRecords records;
  private final StaffSettings settings;
  private final TransactionTemplate transaction;

  GuestLinks(
      Links links,
      Members members,
      StaffRecords records,
      StaffSettings settings,
      TransactionTemplate transaction) {
    this.links = links;
    this.members = members;
    this.records = records;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * Makes a link's path, good once, as long as an invitation.
   *
   * @param thing what the guest may look at; see {@link Member#mayLookAt}
   */
  public String make(String thing, Member by) {
    return transaction.execute(t -> {
      StaffId guest = members.add("guest-" + Token.fresh().substring(0, 12), Role.GUEST, thing);
      records.append(
          What.LINK_MADE,
          by.id(),
          Map.of("purpose", "guest", "thing", thing, "member", guest.toString()));
      return links.make(
          new Links.Link(Links.Purpose.GUEST, Role.GUEST, guest),
          by.id(),
          settings.invitationLength());
    });
  }
}
