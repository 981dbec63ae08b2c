package reeve.server.staff;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;

/** The accounts that members of staff have on platforms themselves. */
@Component
public final class OwnAccounts {
  private final Members members;

  OwnAccounts(Members members) {
    this.members = members;
  }

  /** The account that a member named as their own, or null. */
  public @Nullable AccountRef of(Actor.Staff staff) {
    return members.find(new StaffId(staff.id())).map(row -> row.member().account()).orElse(null);
  }
}
