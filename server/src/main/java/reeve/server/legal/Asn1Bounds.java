package reeve.server.legal;

/**
 * Counts what a signature's ASN.1 (X.690, BER) is made of before anything is built of it: a file of
 * 25 MiB can hold millions of empty elements, or as many levels.
 */
final class Asn1Bounds {
  /** Of one signature. One around a mail of 25 MiB, in pieces of 1,000 bytes, has 25,000. */
  static final int ELEMENTS = 100_000;

  static final int DEPTH = 60;

  /** An end that the contents themselves tell. */
  private static final int OPEN = -1;

  private final byte[] bytes;
  private final int[] ends = new int[DEPTH];
  private int depth;
  private int at;

  private Asn1Bounds(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether the bytes begin with one element that is whole and within both limits. */
  static boolean hold(byte[] bytes) {
    return new Asn1Bounds(bytes).holds();
  }

  private boolean holds() {
    int elements = 0;
    do {
      if (++elements > ELEMENTS || !element()) {
        return false;
      }
      while (depth > 0 && ends[depth - 1] != OPEN && at >= ends[depth - 1]) {
        depth--;
      }
    } while (depth > 0);
    return true;
  }

  private boolean element() {
    int tag = next();
    if ((tag & 0x1f) == 0x1f) {
      int more = next();
      while (more > 0x7f) {
        more = next();
      }
    }
    int length = length();
    if (tag < 0 || length < OPEN || (length > bytes.length - at)) {
      return false;
    }
    if (tag == 0 && length == 0) {
      return depth > 0 && ends[--depth] == OPEN;
    }
    if ((tag & 0x20) == 0) {
      at += length;
      return length != OPEN;
    }
    if (depth == DEPTH) {
      return false;
    }
    ends[depth++] = length == OPEN ? OPEN : at + length;
    return true;
  }

  /** Less than {@link #OPEN} where there is none that can be. */
  private int length() {
    int first = next();
    if (first < 0x80) {
      return first < 0 ? OPEN - 1 : first;
    }
    int octets = first & 0x7f;
    if (octets == 0) {
      return OPEN;
    }
    long length = 0;
    for (int i = 0; i < octets; i++) {
      int octet = next();
      if (octet < 0 || (length = (length << 8) | octet) > bytes.length) {
        return OPEN - 1;
      }
    }
    return (int) length;
  }

  /** Less than 0 at the end. */
  private int next() {
    return at < bytes.length ? bytes[at++] & 0xff : -1;
  }
}
