package reeve.server.record;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What opens the public half of a record to whoever has its commitment, while the rest stays
 * closed.
 *
 * @param publicBytes the public half, canonical JSON
 * @param publicSalt 16 bytes
 * @param closed the digest of the rest, 32 bytes: S of {@link Commitment}
 */
public record Opening(byte[] publicBytes, byte[] publicSalt, byte[] closed) {
  /** Of the public half that an opening as text may have. */
  public static final int LARGEST = 64 * 1024;

  public Opening {
    if (publicSalt.length != Sealing.SALT || closed.length != 32) {
      throw new IllegalArgumentException("a salt has 16 bytes, a digest 32");
    }
  }

  /** What it opens. */
  public Commitment commitment() {
    var sealing = new Sealing();
    return new Commitment(
        HexFormat.of()
            .formatHex(sealing.commitment(sealing.publicDigest(publicSalt, publicBytes), closed)));
  }

  /**
   * One line: salt, digest of the rest and public half, in unpadded base64url with dots between.
   */
  public String text() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(publicSalt)
        + "."
        + base64.encodeToString(closed)
        + "."
        + base64.encodeToString(publicBytes);
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException it is none
   */
  public static Opening of(String text) {
    String[] parts = text.strip().split("\\.", -1);
    if (parts.length != 3 || text.length() > 2 * LARGEST) {
      throw new IllegalArgumentException("an opening has three parts with dots between");
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    return new Opening(base64.decode(parts[2]), base64.decode(parts[0]), base64.decode(parts[1]));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Opening it
        && MessageDigest.isEqual(publicBytes, it.publicBytes)
        && MessageDigest.isEqual(publicSalt, it.publicSalt)
        && MessageDigest.isEqual(closed, it.closed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(closed);
  }

  /** What is opened stays out of logs. */
  @Override
  public String toString() {
    return "Opening";
  }
}
