package reeve.server.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.platform.AccountRef;

/**
 * How published rows call an account: the first 12 bytes of an HMAC-SHA-256 under a secret that
 * stands in the database alone. Random to everybody who has not the secret, the same each time, and
 * nothing that two transactions could wait for.
 */
@Component
final class Pseudonyms {
  private static final int BYTES = 12;

  private final JdbcClient jdbc;
  private volatile @Nullable SecretKeySpec secret;

  Pseudonyms(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Makes them one after the other, for one thread at a time. */
  final class Maker {
    private final Mac mac;

    private Maker() {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(secret());
      } catch (GeneralSecurityException e) {
        throw new AssertionError("every Java has HMAC-SHA-256", e);
      }
    }

    /** 24 hex digits. */
    String of(AccountRef account) {
      mac.update(account.platform().value().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      byte[] whole = mac.doFinal(account.nativeId().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BYTES);
    }
  }

  Maker maker() {
    return new Maker();
  }

  private SecretKeySpec secret() {
    SecretKeySpec known = secret;
    if (known == null) {
      known =
          new SecretKeySpec(
              jdbc.sql("SELECT pseudonyms FROM record_secret").query(byte[].class).single(),
              "HmacSHA256");
      secret = known;
    }
    return known;
  }
}
