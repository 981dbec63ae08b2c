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
  private final JsonBytes input = new JsonBytes(2_048);

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
    return input.add(0).add(salt).add(bytes).digest(sha256);
  }

  /** Of form 1, which left the columns out. */
  byte[] privateDigest(byte[] salt, byte[] bytes) {
    return input.add(1).add(salt).add(bytes).digest(sha256);
  }

  /** Of form 2. */
  byte[] privateDigest(byte[] salt, SealedColumns columns, byte[] bytes) {
    input.add(2).add(salt);
    columns(columns);
    return input.add(bytes).digest(sha256);
  }

  /** The columns with their length before them. */
  private void columns(SealedColumns columns) {
    int length = input.size();
    input.addInt(0);
    int begin = input.size();
    columns.write(input);
    input.setInt(length, input.size() - begin);
  }

  /**
   * Whether the commitment of a row is that of its bytes, salts and columns.
   *
   * @param row with all four of bytes and salts
   */
  boolean holds(CopiedRow row) {
    byte[] from = row.bytes();
    byte[] open =
        add(row, CopiedRow.PUBLIC_BYTES, add(row, CopiedRow.PUBLIC_SALT, input.add(0)))
            .digest(sha256);
    if (row.number(CopiedRow.FORM) == FORM) {
      add(row, CopiedRow.PRIVATE_SALT, input.add(2));
      columns(row.columns());
    } else {
      add(row, CopiedRow.PRIVATE_SALT, input.add(1));
    }
    byte[] closed = add(row, CopiedRow.PRIVATE_BYTES, input).digest(sha256);
    byte[] made = commitment(open, closed);
    int at = row.from(CopiedRow.COMMITMENT);
    return row.length(CopiedRow.COMMITMENT) == made.length
        && Arrays.equals(from, at, at + made.length, made, 0, made.length);
  }

  private static JsonBytes add(CopiedRow row, int column, JsonBytes to) {
    return to.add(row.bytes(), row.from(column), row.length(column));
  }

  /** By what a record's entry is found, 16 bytes. */
  byte[] locator(byte[] publicSalt, byte[] commitment) {
    return Arrays.copyOf(salted(3, publicSalt, commitment), 16);
  }

  /** Under what its index is hidden, 8 bytes. */
  byte[] mask(byte[] publicSalt, byte[] commitment) {
    return Arrays.copyOf(salted(4, publicSalt, commitment), Long.BYTES);
  }

  private byte[] salted(int which, byte[] salt, byte[] bytes) {
    return input.add(which).add(salt).add(bytes).digest(sha256);
  }

  byte[] commitment(byte[] publicDigest, byte[] privateDigest) {
    return input.add(publicDigest).add(privateDigest).digest(sha256);
  }
}
