package reeve.server.record;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Computes what a record commits to; see {@link Commitment}. For one thread at a time. */
final class Sealing {
  /** The bytes of one salt. */
  static final int SALT = 16;

  /** The form in which records are sealed today. */
  static final int FORM = 2;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final MessageDigest sha256;

  Sealing() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Fresh random bytes for ids and salts. */
  static ByteBuffer random(int bytes) {
    byte[] fresh = new byte[bytes];
    RANDOM.nextBytes(fresh);
    return ByteBuffer.wrap(fresh);
  }

  byte[] publicDigest(byte[] salt, byte[] bytes) {
    return salted((byte) 0, salt, bytes);
  }

  /** Of form 1, which left the columns out. */
  byte[] privateDigest(byte[] salt, byte[] bytes) {
    return salted((byte) 1, salt, bytes);
  }

  /**
   * Of form 2.
   *
   * @param columns {@link SealedColumns}
   */
  byte[] privateDigest(byte[] salt, byte[] columns, byte[] bytes) {
    sha256.update((byte) 2);
    sha256.update(salt);
    sha256.update((byte) (columns.length >>> 24));
    sha256.update((byte) (columns.length >>> 16));
    sha256.update((byte) (columns.length >>> 8));
    sha256.update((byte) columns.length);
    sha256.update(columns);
    return sha256.digest(bytes);
  }

  /** By what a record's entry is found, 16 bytes. */
  byte[] locator(byte[] publicSalt, byte[] commitment) {
    return Arrays.copyOf(salted((byte) 3, publicSalt, commitment), 16);
  }

  /** Under what its index is hidden, 8 bytes. */
  byte[] mask(byte[] publicSalt, byte[] commitment) {
    return Arrays.copyOf(salted((byte) 4, publicSalt, commitment), Long.BYTES);
  }

  private byte[] salted(byte which, byte[] salt, byte[] bytes) {
    sha256.update(which);
    sha256.update(salt);
    return sha256.digest(bytes);
  }

  byte[] commitment(byte[] publicDigest, byte[] privateDigest) {
    sha256.update(publicDigest);
    return sha256.digest(privateDigest);
  }
}
