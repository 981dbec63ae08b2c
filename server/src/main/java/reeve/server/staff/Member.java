package reeve.server.staff;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/**
 * A member of staff. A controller's method takes the signed-in one as a parameter.
 *
 * @param name what they sign in with; shown to staff, never outside
 * @param account their own account on a platform, where they named it: they decide nothing that
 *     touches it
 * @param guestOf the one thing that a guest may look at, in the words of the slice that invited
 *     them, for example {@code appeal:} and an id; null for all others
 */
public record Member(
    StaffId id, String name, Role role, @Nullable AccountRef account, @Nullable String guestOf) {
  public boolean is(Role wanted) {
    return role.includes(wanted);
  }

  /**
   * Whether they must keep away from what these accounts are part of: whoever reported, is the
   * subject or is mentioned.
   */
  public boolean isPartOf(Collection<AccountRef> accounts) {
    return account != null && accounts.contains(account);
  }

  /** Whether they may look at this thing: all but guests may, and a guest whose thing it is. */
  public boolean mayLookAt(String thing) {
    return guestOf == null || guestOf.equals(thing);
  }
}
