package reeve.server.delivery;

import java.net.InetAddress;

/**
 * A network in CIDR (RFC 4632, RFC 4291), or one address.
 *
 * @param base any address of it
 * @param bits of the prefix
 */
record Network(InetAddress base, int bits) {
  Network {
    if (bits < 0 || bits > base.getAddress().length * 8) {
      throw new IllegalArgumentException("a prefix is no longer than the address");
    }
  }

  /**
   * Reads {@code 10.0.0.0/8} or {@code 2001:db8::1}. No name is resolved.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Network of(String text) {
    int slash = text.indexOf('/');
    InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    return new Network(
        base,
        slash < 0
            ? base.getAddress().length * 8
            : Integer.parseInt(text, slash + 1, text.length(), 10));
  }

  boolean holds(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit & 7);
      if (((mine[bit >> 3] ^ theirs[bit >> 3]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
