package reeve.server.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import reeve.server.staff.Vault;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends webhooks and uploads. Webhooks are signed after Standard Webhooks 1.0.0: HMAC-SHA256 over
 * {@code ID.SECONDS.BODY}, with a secret for each address.
 */
@Component
class Hooks {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;
  private static final String PREFIX = "whsec_";
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Outside outside;
  private final JdbcClient jdbc;
  private final Vault vault;
  private final InstantSource clock;

  Hooks(Outside outside, JdbcClient jdbc, Vault vault, InstantSource clock) {
    this.outside = outside;
    this.jdbc = jdbc;
    this.vault = vault;
    this.clock = clock;
  }

  Outcome send(Kept kept, Content.Webhook hook) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", hook.type());
    body.put("timestamp", kept.handedAt().toString());
    body.put("data", hook.data());
    byte[] bytes = JSON.writeValueAsBytes(body);
    long seconds = clock.instant().getEpochSecond();
    byte[] secret;
    try {
      secret = secret(hook.to());
    } catch (Vault.Locked e) {
      return new Outcome.Again(
          "The signing secret cannot be opened with the keys at hand: make a new one.", null);
    }
    return call(
        Ask.post(hook.to(), "application/json", bytes)
            .with("webhook-id", kept.id().toString())
            .with("webhook-timestamp", Long.toString(seconds))
            .with("webhook-signature", sign(secret, kept.id(), seconds, bytes)));
  }

  Outcome send(Kept kept, Content.Upload upload) {
    Ask ask =
        Ask.post(upload.to(), upload.type(), upload.bytes())
            .with("Idempotency-Key", kept.id().toString())
            .within(Duration.ofMinutes(2));
    String authorization = upload.authorization();
    return call(authorization == null ? ask : ask.with("Authorization", authorization));
  }

  private Outcome call(Ask ask) {
    Answer answer;
    try {
      // Of the answer the status counts alone; its words may hold anything and are not kept.
      answer = outside.call(ask.most(1_024));
    } catch (NoAnswer e) {
      String words = String.valueOf(e.getMessage());
      return e.worthATry() ? new Outcome.Again(words, null) : new Outcome.Failed(words);
    }
    String words = ask.to().getHost() + " answered " + answer.status() + ".";
    if (answer.ok()) {
      return new Outcome.Sent(words);
    }
    return switch (answer.status()) {
      case 408, 425, 429 -> new Outcome.Again(words, asked(answer));
      case 301, 302, 303, 307, 308 ->
          new Outcome.Failed(words + " A redirect is not followed: write the address it leads to.");
      default ->
          answer.status() >= 500
              ? new Outcome.Again(words, asked(answer))
              : new Outcome.Failed(words);
    };
  }

  /** What {@code Retry-After} asks for in seconds, an hour at the most. */
  private static Duration asked(Answer answer) {
    return answer
        .header("Retry-After")
        .filter(it -> it.matches("[0-9]{1,9}"))
        .map(it -> Duration.ofSeconds(Long.parseLong(it)))
        .map(it -> it.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : it)
        .orElse(Duration.ZERO);
  }

  static String sign(byte[] secret, UUID id, long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /** Makes a new secret for an address; the one before signs nothing any more. */
  String renew(URI to) {
    byte[] secret = fresh();
    jdbc.sql(
            """
            INSERT INTO delivery_secret (target, sealed, made_at) VALUES (:target, :sealed, :now)
            ON CONFLICT (target) DO UPDATE SET sealed = :sealed, made_at = :now
            """)
        .param("target", target(to))
        .param("sealed", vault.seal(secret, purpose(to)))
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return PREFIX + Base64.getEncoder().encodeToString(secret);
  }

  /** The secret of an address, a new one where nobody made one yet. */
  private byte[] secret(URI to) throws Vault.Locked {
    jdbc.sql(
            """
            INSERT INTO delivery_secret (target, sealed, made_at) VALUES (:target, :sealed, :now)
            ON CONFLICT (target) DO NOTHING
            """)
        .param("target", target(to))
        .param("sealed", vault.seal(fresh(), purpose(to)))
        .param("now", Timestamp.from(clock.instant()))
        .update();
    String sealed =
        jdbc.sql("SELECT sealed FROM delivery_secret WHERE target = ?")
            .param(target(to))
            .query(String.class)
            .single();
    return vault.open(sealed, purpose(to));
  }

  private static byte[] fresh() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  private static String target(URI to) {
    return ContentJson.digest(to.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String purpose(URI to) {
    return "delivery-secret:" + target(to);
  }
}
