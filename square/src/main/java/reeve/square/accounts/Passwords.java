package reeve.square.accounts;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import reeve.square.base.Settings;
import reeve.square.base.Texts;

/**
 * Passwords as Argon2id hashes (19 MiB, 2 passes, 1 lane: OWASP's first choice). Only so many are
 * hashed at once; who waits longer than five seconds for a turn is told to come back.
 */
@Component
public final class Passwords {
  private final Argon2PasswordEncoder argon = new Argon2PasswordEncoder(16, 32, 1, 19456, 2);
  private final Semaphore turns;
  private final String nobody;

  Passwords(Settings settings) {
    turns = new Semaphore(settings.hashes(), true);
    nobody = encode("of nobody");
  }

  /** Hashes a new one: 8 to 200 characters. */
  public String hash(String password) {
    Texts.clean("The password", password);
    if (password.length() < 8 || password.length() > 200) {
      throw Refusal.invalid("A password has 8 to 200 characters.");
    }
    return inTurn(() -> encode(password));
  }

  /**
   * Compares; takes as long where there is no account or no password.
   *
   * @param hash null: there is none, and no password is right
   */
  boolean matches(String password, @Nullable String hash) {
    if (password.length() > 200) {
      return false;
    }
    return inTurn(() -> argon.matches(password, hash == null ? nobody : hash) && hash != null);
  }

  private String encode(String password) {
    String encoded = argon.encode(password);
    if (encoded == null) {
      throw new IllegalStateException("no hash");
    }
    return encoded;
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(5, TimeUnit.SECONDS)) {
        throw new Refusal(
            Fault.BUSY,
            "Too many people are signing in at this moment; try again.",
            Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(Fault.UNAVAILABLE, "The square is stopping.");
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
