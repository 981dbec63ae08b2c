package reeve.ledger.tree;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 as RFC 6962, section 2.1 uses it. For one thread at a time. */
public final class Hasher {
  /** The root of no entries: SHA-256 of nothing. */
  public static final Hash EMPTY = new Hasher().digest(new byte[0], 0, 0);

  private final MessageDigest sha256;
  private final byte[] result = new byte[Hash.BYTES];
  private final byte[] leaf = new byte[1 + Hash.BYTES];
  private final byte[] node = new byte[1 + 2 * Hash.BYTES];

  public Hasher() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    node[0] = 1;
  }

  /** SHA-256 of the bytes as they are. */
  public Hash plain(byte[] bytes) {
    return digest(bytes, 0, bytes.length);
  }

  /** {@code SHA-256(0x00 ‖ entry)}. */
  public Hash leaf(Entry entry) {
    entry.commitment().into(leaf, 1);
    return digest(leaf, 0, leaf.length);
  }

  /** The leaf hash of the entry whose 32 bytes stand there. */
  Hash leaf(byte[] bytes, int offset) {
    System.arraycopy(bytes, offset, leaf, 1, Hash.BYTES);
    return digest(leaf, 0, leaf.length);
  }

  /** {@code SHA-256(0x01 ‖ left ‖ right)}. */
  public Hash node(Hash left, Hash right) {
    left.into(node, 1);
    right.into(node, 1 + Hash.BYTES);
    return digest(node, 0, node.length);
  }

  /**
   * The root over hashes that stand side by side, each taken as a leaf; one without a partner rises
   * as it is, which gives the splits of RFC 6962. Overwrites them.
   *
   * @param count at least 1
   */
  Hash fold(byte[] hashes, int offset, int count) {
    for (int left = count; left > 1; left = (left + 1) / 2) {
      for (int i = 0; i < left / 2; i++) {
        System.arraycopy(hashes, offset + 2 * i * Hash.BYTES, node, 1, 2 * Hash.BYTES);
        digestInto(node, 0, node.length, hashes, offset + i * Hash.BYTES);
      }
      if (left % 2 == 1) {
        int last = offset + (left - 1) * Hash.BYTES;
        System.arraycopy(hashes, last, hashes, offset + left / 2 * Hash.BYTES, Hash.BYTES);
      }
    }
    return Hash.at(hashes, offset);
  }

  private Hash digest(byte[] bytes, int offset, int length) {
    digestInto(bytes, offset, length, result, 0);
    return Hash.at(result, 0);
  }

  private void digestInto(byte[] bytes, int offset, int length, byte[] to, int at) {
    try {
      sha256.update(bytes, offset, length);
      sha256.digest(to, at, Hash.BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes are room enough", e);
    }
  }
}
