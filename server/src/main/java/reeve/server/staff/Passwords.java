package reeve.server.staff;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import reeve.server.platform.Refused;

/**
 * Passwords as Argon2id (RFC 9106) with 19 MiB, two passes, one lane: the first choice of the OWASP
 * password storage cheat sheet. At most {@value #AT_ONCE} are computed at once, so that a flood of
 * tries takes 76 MiB and no more.
 */
@Component
final class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 200;
  private static final int AT_ONCE = 4;

  private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Compared with when there is no member of that name, so that the time does not tell. */
  private final String nobodys = argon2.encode(Token.fresh());

  String encode(String password) {
    places.acquireUninterruptibly();
    try {
      return argon2.encode(password);
    } finally {
      places.release();
    }
  }

  /** Does the same work whether there is a password or not, and little for one that nobody has. */
  boolean fits(String password, @Nullable String encoded) {
    if (password.length() > LONGEST) {
      return false;
    }
    places.acquireUninterruptibly();
    try {
      boolean fits = argon2.matches(password, encoded == null ? nobodys : encoded);
      return fits && encoded != null;
    } finally {
      places.release();
    }
  }

  /** Refuses what is too short, too long, or the name itself. */
  static void requireGood(String password, String again, String name) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw new Refused(
          StaffProblem.BAD_INPUT,
          "A password has "
              + SHORTEST
              + " to "
              + LONGEST
              + " characters. A few words in a row do.");
    }
    if (!password.equals(again)) {
      throw new Refused(StaffProblem.BAD_INPUT, "The two passwords are not the same. Type again.");
    }
    if (password.equalsIgnoreCase(name)) {
      throw new Refused(StaffProblem.BAD_INPUT, "The password must not be the name.");
    }
  }
}
