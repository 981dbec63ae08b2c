package reeve.server.cases;

import java.util.HexFormat;

/**
 * Names a verdict: the digest of event, rule and rule version.
 *
 * @param hex a SHA-256, 64 lower-case hex digits
 */
public record VerdictId(String hex) {
  public VerdictId {
    RuleRef.requireDigest(hex);
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
