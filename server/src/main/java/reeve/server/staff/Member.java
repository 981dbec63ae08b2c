package reeve.server.staff;

import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/**
 * A member of staff. A controller's method takes the signed-in one as a parameter.
 *
 * @param name what they sign in with; shown to staff, never outside
 * @param account their own account on a platform, where they named it: they decide nothing that
 *     touches it
 */
public record Member(StaffId id, String name, Role role, @Nullable AccountRef account) {
  public boolean is(Role wanted) {
    return role.includes(wanted);
  }
}
