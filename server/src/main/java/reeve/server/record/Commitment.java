package reeve.server.record;

import java.util.HexFormat;

/**
 * What a record commits to: {@code SHA-256(SHA-256(0x00 ‖ public salt ‖ public bytes) ‖
 * SHA-256(0x01 ‖ private salt ‖ private bytes))}, so that one half can be opened later without the
 * other.
 *
 * @param hex 64 lower-case hex digits
 */
public record Commitment(String hex) {
  public Commitment {
    if (HexFormat.of().parseHex(hex).length != 32) {
      throw new IllegalArgumentException("a commitment has 32 bytes");
    }
  }
}
