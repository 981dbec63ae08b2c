package reeve.server.likeness;

import java.util.Optional;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;

/** Accounts as the index and addresses name them: {@code PLATFORM/NATIVE_ID}. */
final class Named {
  private Named() {}

  static String of(AccountRef account) {
    return of(account.platform().value(), account.nativeId());
  }

  static String of(String platform, String id) {
    return platform + "/" + id;
  }

  /** Empty where it names no account; a name without platform is one of the square's. */
  static Optional<AccountRef> account(String name) {
    int slash = name.indexOf('/');
    try {
      return Optional.of(
          slash < 0
              ? new AccountRef(PlatformId.SQUARE, name)
              : new AccountRef(
                  new PlatformId(name.substring(0, slash)), name.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
