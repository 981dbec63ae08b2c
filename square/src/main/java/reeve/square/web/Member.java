package reeve.square.web;

import org.jspecify.annotations.Nullable;
import reeve.square.base.AccountId;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Viewer;

/**
 * Who looks at a page; a parameter of page handlers.
 *
 * @param account null: nobody has signed in
 */
public record Member(@Nullable AccountId account, boolean suspended) {
  public static final Member NOBODY = new Member(null, false);

  /** The account; only in handlers that need one. */
  public AccountId id() {
    if (account == null) {
      throw new Refusal(Fault.NOT_SIGNED_IN, "Sign in first.");
    }
    return account;
  }

  /** As whom to read posts; a suspended account reads as nobody. */
  public Viewer viewer() {
    return suspended ? Viewer.NOBODY : Viewer.of(account);
  }
}
