package reeve.server.staff;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** Time-based codes after RFC 6238: SHA-1, six digits, thirty seconds, as authenticators expect. */
final class Totp {
  private static final Duration STEP = Duration.ofSeconds(30);

  /** A clock may be this many steps off, either way. */
  private static final int SLACK = 1;

  private static final TimeBasedOneTimePasswordGenerator CODES =
      new TimeBasedOneTimePasswordGenerator(STEP);

  private Totp() {}

  /** A new secret of 160 bits in Base32. */
  static String newSecret() {
    return Base32.encode(Token.bytes(20));
  }

  /** What an authenticator reads from a picture. */
  static String uri(String secret, String name) {
    return "otpauth://totp/Reeve:%s?secret=%s&issuer=Reeve"
        .formatted(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"), secret);
  }

  /** The time step whose code this is, empty when it is none of now. */
  static OptionalLong step(String secret, String code, Instant now) {
    byte[] given = code.replace(" ", "").getBytes(StandardCharsets.UTF_8);
    long current = now.toEpochMilli() / STEP.toMillis();
    OptionalLong found = OptionalLong.empty();
    // All are compared, so that the time does not tell which one fitted.
    for (long step = current - SLACK; step <= current + SLACK; step++) {
      byte[] right = code(secret, step).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, given)) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code of a moment. */
  static String code(String secret, Instant at) {
    return code(secret, at.toEpochMilli() / STEP.toMillis());
  }

  private static String code(String secret, long step) {
    try {
      return CODES.generateOneTimePasswordString(
          new SecretKeySpec(Base32.decode(secret), CODES.getAlgorithm()),
          Instant.ofEpochMilli(step * STEP.toMillis()));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("any bytes are a key of HMAC", e);
    }
  }
}
