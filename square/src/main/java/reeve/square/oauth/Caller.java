package reeve.square.oauth;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.square.base.AccountId;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Viewer;

/**
 * Who calls the API with a token.
 *
 * @param account null: the application itself
 * @param suspendedUntil end of the account's suspension, or null
 */
public record Caller(
    long app,
    String appName,
    @Nullable AccountId account,
    Set<String> scopes,
    @Nullable Instant suspendedUntil) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  public Viewer viewer() {
    return Viewer.of(account);
  }

  /** The account behind the call; only where the endpoint needs one. */
  public AccountId member() {
    if (account == null) {
      throw new Refusal(Fault.NOT_SIGNED_IN, "This needs the token of an account.");
    }
    return account;
  }

  public boolean suspended(Instant now) {
    return suspendedUntil != null && suspendedUntil.isAfter(now);
  }

  /** Whether a scope like {@code write:statuses} is covered, itself or by {@code write}. */
  public boolean may(String scope) {
    return Scopes.covers(scopes, scope);
  }
}
