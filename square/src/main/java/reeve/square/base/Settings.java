package reeve.square.base;

import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The square's settings, keys {@code square.*}.
 *
 * @param name what the square is called, in its pages and in the API
 * @param description one or two sentences about it
 * @param signUp who may sign up
 * @param secret 64 hex digits; keys for mail hashes are derived from it. It must not change
 * @param domain how clients name the square; null: as the request does
 * @param requests API requests an account (without one: an address) may make in five minutes
 * @param signIns failed sign-ins an account, or ten times as many an address, may make in 15
 *     minutes
 * @param signUps sign-ups an address may ask for in an hour
 * @param hashes passwords hashed at the same time (19 MiB each)
 * @param reportQueue reports that may wait for a commit before the square answers "busy"
 * @param keepPictures how long pictures are kept that nothing shows any more, a day at least
 * @param keepEvents how long events stay in the outbox after all have read them, an hour at least;
 *     zero: for ever
 */
@ConfigurationProperties("square")
public record Settings(
    @DefaultValue("The square") String name,
    @DefaultValue("A town square where anyone may speak.") String description,
    @DefaultValue("APPROVAL") SignUpMode signUp,
    String secret,
    @Nullable String domain,
    @DefaultValue("300") int requests,
    @DefaultValue("10") int signIns,
    @DefaultValue("30") int signUps,
    @DefaultValue("2") int hashes,
    @DefaultValue("2000") int reportQueue,
    @DefaultValue("7d") Duration keepPictures,
    @DefaultValue("7d") Duration keepEvents) {

  /** Who may sign up. */
  public enum SignUpMode {
    OPEN,
    APPROVAL,
    CLOSED
  }

  /** The most characters of a post. */
  public static final int POST_LENGTH = 500;

  /** The most pictures of a post. */
  public static final int POST_PICTURES = 4;

  public Settings {
    domain = domain == null || domain.isBlank() ? null : domain;
    if (secret == null || !secret.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "square.secret must be 64 lower-case hex digits (32 random bytes)");
    }
    if (requests < 1 || signIns < 1 || signUps < 1 || hashes < 1 || reportQueue < 1) {
      throw new IllegalArgumentException("square: every limit is 1 or more");
    }
    if (keepPictures.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "square.keep-pictures is 1d or more: evidence must be copied before it goes");
    }
    if (!keepEvents.isZero() && keepEvents.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("square.keep-events is 1h or more, or 0 for ever");
    }
  }

  /** A key for one purpose. */
  public byte[] key(String purpose) {
    return Digests.hmac(HexFormat.of().parseHex(secret), purpose);
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "Settings[" + name + ", " + signUp + "]";
  }
}
