package reeve.server.decisions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.enforcement.Issue;
import reeve.server.enforcement.Orders;
import reeve.server.platform.Action;
import reeve.server.record.Actor;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.RecordId;
import reeve.server.record.Records;

/**
 * One-time links to the page of an account's statement, for holders who cannot sign in: imported
 * accounts have no password. The token is shown once, to the administrator; the platform and the
 * database know its SHA-256 alone.
 */
@Component
class AccountLinks {
  static final Kind LINKED = new Kind("decisions.link-issued", 1);

  /** How long a link can be used. */
  static final Duration GOOD_FOR = Duration.ofDays(14);

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Orders orders;
  private final Records records;
  private final InstantSource clock;

  AccountLinks(Orders orders, Records records, InstantSource clock) {
    this.orders = orders;
    this.records = records;
    this.clock = clock;
  }

  /** A link that nobody can read again. */
  record Link(String token, Instant expires) {
    @Override
    public String toString() {
      return "a one-time link until " + expires;
    }
  }

  @Transactional
  Link issue(Decision decision, Actor.Staff by) {
    Instant now = clock.instant();
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant expires = now.plus(GOOD_FOR);
    RecordId record =
        records.append(
            new Entry(
                LINKED,
                decision.account(),
                by,
                decision.record(),
                Map.of(),
                Map.of("expires", expires.toString())));
    orders.issue(
        List.of(
            Issue.of(
                UUID.randomUUID(),
                decision.account(),
                new Action.IssueLink(sha256(token), expires),
                record)),
        now);
    return new Link(token, expires);
  }

  static String sha256(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
