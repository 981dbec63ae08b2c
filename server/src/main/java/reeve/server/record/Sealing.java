package reeve.server.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Computes what a record commits to; see {@link Commitment}. */
final class Sealing {
  /** The bytes of one salt. */
  static final int SALT = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Sealing() {}

  /** Fresh random bytes for ids and salts. */
  static ByteBuffer random(int bytes) {
    byte[] fresh = new byte[bytes];
    RANDOM.nextBytes(fresh);
    return ByteBuffer.wrap(fresh);
  }

  static byte[] commitment(
      byte[] publicSalt, byte[] publicBytes, byte[] privateSalt, byte[] privateBytes) {
    MessageDigest sha256 = sha256();
    byte[] left = half(sha256, (byte) 0, publicSalt, publicBytes);
    byte[] right = half(sha256, (byte) 1, privateSalt, privateBytes);
    sha256.update(left);
    return sha256.digest(right);
  }

  private static byte[] half(MessageDigest sha256, byte which, byte[] salt, byte[] bytes) {
    sha256.update(which);
    sha256.update(salt);
    return sha256.digest(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
