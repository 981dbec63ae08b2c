package reeve.server.record;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import reeve.ledger.tree.Hash;

/**
 * What opens the public half of a record to whoever has its commitment, while the rest stays
 * closed. Prints as nothing: what is opened stays out of logs.
 *
 * @param publicHalf canonical JSON, whose UTF-8 was sealed
 * @param salt of the public half, 32 lower-case hex digits
 * @param closed the digest of the rest: S of {@link Commitment}
 */
public record Opening(String publicHalf, String salt, Hash closed) {
  /** Characters that an opening as text may have. */
  public static final int LONGEST = 64 * 1024;

  public Opening {
    if (!salt.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("a salt has 16 bytes");
    }
  }

  static Opening of(byte[] publicBytes, byte[] publicSalt, byte[] closed) {
    return new Opening(
        new String(publicBytes, StandardCharsets.UTF_8),
        HexFormat.of().formatHex(publicSalt),
        Hash.at(closed, 0));
  }

  /** What it opens. */
  public Commitment commitment() {
    var sealing = new Sealing();
    byte[] left =
        sealing.publicDigest(
            HexFormat.of().parseHex(salt), publicHalf.getBytes(StandardCharsets.UTF_8));
    return new Commitment(HexFormat.of().formatHex(sealing.commitment(left, closed.bytes())));
  }

  /** One word: salt, digest of the rest and public half, in unpadded base64url, dots between. */
  public String text() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(HexFormat.of().parseHex(salt))
        + "."
        + base64.encodeToString(closed.bytes())
        + "."
        + base64.encodeToString(publicHalf.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException it is none
   */
  public static Opening of(String text) {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != 3 || text.length() > LONGEST) {
      throw new IllegalArgumentException("an opening has three parts with dots between");
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    byte[] closed = base64.decode(parts[1]);
    if (closed.length != Hash.BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
    return of(base64.decode(parts[2]), base64.decode(parts[0]), closed);
  }

  @Override
  public String toString() {
    return "Opening";
  }
}
