package reeve.square.base;

import org.jspecify.annotations.Nullable;

/**
 * Who looks: an account, or somebody who has not signed in.
 *
 * @param id the account's id, 0 for nobody; 0 is never an account
 */
public record Viewer(long id) {
  /** Somebody who has not signed in. */
  public static final Viewer NOBODY = new Viewer(0);

  public static Viewer of(@Nullable AccountId account) {
    return account == null ? NOBODY : new Viewer(account.value());
  }

  public boolean is(AccountId account) {
    return id == account.value();
  }
}
