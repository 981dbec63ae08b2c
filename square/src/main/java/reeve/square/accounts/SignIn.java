package reeve.square.accounts;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.base.AccountId;
import reeve.square.base.Clocked;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Throttle;

/**
 * Checks names and passwords. Failures are counted by name and by address within 15 minutes; a
 * wrong name, a wrong password and an account without one look the same and take as long.
 */
@Component
public final class SignIn {
  private final Clocked db;
  private final Settings settings;
  private final Passwords passwords;
  private final Throttle failures;

  SignIn(Clocked db, Settings settings, Passwords passwords) {
    this.db = db;
    this.settings = settings;
    this.passwords = passwords;
    this.failures = new Throttle(db.clock(), Duration.ofMinutes(15));
  }

  /**
   * Whose name and password these are. The account may wait for approval or be suspended: what it
   * may then do is the caller's to ask.
   *
   * @param name mail address or handle
   * @param from the address of the request
   */
  public AccountId check(String name, String password, String from) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    var byName = new NameKey(key);
    var byAddress = new AddressKey(from);
    if (failures.peek(byName) >= settings.signIns()
        || failures.peek(byAddress) >= 10 * settings.signIns()) {
      throw new Refusal(
          Fault.TOO_MANY, "Too many failed sign-ins; wait and try again.", failures.remaining());
    }
    Known known = key.indexOf('\0') >= 0 ? null : find(key);
    if (!passwords.matches(password, known == null ? null : known.password()) || known == null) {
      failures.count(byName);
      failures.count(byAddress);
      throw new Refusal(Fault.NOT_SIGNED_IN, "Name or password is not right.");
    }
    failures.forget(byName);
    if (known.state().equals("pending")) {
      throw new Refusal(
          Fault.NOT_ADMITTED, "Your sign-up waits for approval; you can sign in afterwards.");
    }
    if (known.state().equals("refused")) {
      throw new Refusal(Fault.NOT_ADMITTED, "Your sign-up was not approved.");
    }
    return new AccountId(known.id());
  }

  private @Nullable Known find(String key) {
    String bare = key.startsWith("@") ? key.substring(1) : key;
    return db.sql(
            """
            select id, password, state from accounts
            where mail = :key or lower(handle) = lower(:bare) limit 1
            """)
        .param("key", key)
        .param("bare", bare)
        .query(Known.class)
        .optional()
        .orElse(null);
  }

  private record Known(long id, @Nullable String password, String state) {}

  private record NameKey(String name) {}

  private record AddressKey(String address) {}
}
