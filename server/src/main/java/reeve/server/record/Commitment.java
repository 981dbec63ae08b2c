package reeve.server.record;

import java.util.HexFormat;

/**
 * What a record commits to: {@code SHA-256(P ‖ S)}, with {@code P = SHA-256(0x00 ‖ public salt ‖
 * public bytes)} and {@code S = SHA-256(0x02 ‖ private salt ‖ length ‖ columns ‖ private bytes)},
 * so that the public half can be opened later without the rest. The length is that of the columns,
 * 32 bits, big-endian. In form 1 {@code S = SHA-256(0x01 ‖ private salt ‖ private bytes)}.
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
