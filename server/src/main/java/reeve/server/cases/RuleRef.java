package reeve.server.cases;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The rule that came to a verdict, as it stood then.
 *
 * @param name 1 to 64 characters; the same through all versions
 * @param version 1 to 64 characters: changes with the rule's text
 * @param ruleSet SHA-256 of the whole set that it ran in, lower-case hex
 * @param description what its owner says that it finds; cut after 1,000 characters
 */
public record RuleRef(String name, String version, String ruleSet, String description) {
  static final int DESCRIPTION_MOST = 1_000;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public RuleRef {
    requireName(name);
    requireName(version);
    requireDigest(ruleSet);
    description = Readings.cut(description, DESCRIPTION_MOST);
  }

  byte[] ruleSetBytes() {
    return HexFormat.of().parseHex(ruleSet);
  }

  static void requireName(String name) {
    if (name.isBlank() || name.length() > 64 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a name is 1 to 64 characters, none of control");
    }
  }

  static void requireDigest(String hex) {
    if (!DIGEST.matcher(hex).matches()) {
      throw new IllegalArgumentException("a SHA-256 is 64 lower-case hex digits");
    }
  }
}
