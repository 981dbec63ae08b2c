package reeve.server.cases;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names a resemblance: a digest of what is alike, so that the same finding is taken once.
 *
 * @param hex 16 bytes, 32 lower-case hex digits
 */
public record ResemblanceId(String hex) {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32}");

  public ResemblanceId {
    if (!DIGEST.matcher(hex).matches()) {
      throw new IllegalArgumentException("a resemblance is named by 32 lower-case hex digits");
    }
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  static ResemblanceId of(byte[] bytes) {
    return new ResemblanceId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public String toString() {
    return hex;
  }
}
