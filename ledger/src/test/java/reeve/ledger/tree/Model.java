package reeve.ledger.tree;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** RFC 6962, section 2.1, as it is written there: slow, over a list, without tiles. */
public record Model(List<byte[]> entries) {
  /** {@code MTH(D[n])}. */
  public byte[] root(int low, int high) {
    if (high == low) {
      return sha256(new byte[0]);
    }
    if (high - low == 1) {
      return sha256(new byte[] {0}, entries.get(low));
    }
    int k = low + split(high - low);
    return sha256(new byte[] {1}, root(low, k), root(k, high));
  }

  /** {@code PATH(m, D[n])}. */
  public List<byte[]> path(int m, int low, int high) {
    if (high - low == 1) {
      return List.of();
    }
    int k = low + split(high - low);
    return m < k ? and(path(m, low, k), root(k, high)) : and(path(m, k, high), root(low, k));
  }

  /** {@code PROOF(m, D[n])}; {@code whole} is the b of SUBPROOF. */
  public List<byte[]> proof(int m, int low, int high, boolean whole) {
    if (m == high) {
      return whole ? List.of() : List.of(root(low, high));
    }
    int k = low + split(high - low);
    return m <= k
        ? and(proof(m, low, k, whole), root(k, high))
        : and(proof(m, k, high, false), root(low, k));
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  private static List<byte[]> and(List<byte[]> path, byte[] last) {
    List<byte[]> all = new ArrayList<>(path);
    all.add(last);
    return all;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
