package reeve.rules.count;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes of keys and values: SipHash-2-4 with 128 bits (Aumasson and Bernstein, <i>SipHash: a fast
 * short-input PRF</i>, 2012), under a secret that must live as long as the state whose keys it
 * made. One for each thread: {@link #hash} leaves its result in {@link #high} and {@link #low}.
 */
public final class Keys {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long secret0;
  private final long secret1;
  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long high;
  private long low;

  public Keys(long secret0, long secret1) {
    this.secret0 = secret0;
    this.secret1 = secret1;
  }

  /** Another under the same secret, for another thread. */
  public Keys copy() {
    return new Keys(secret0, secret1);
  }

  /**
   * The shard that a key belongs to: by bits of its hash that no table looks at.
   *
   * @param low the low half of the key
   * @param shards how many there are, at most 65,536
   * @return 0 to {@code shards - 1}
   */
  public static int shard(long low, int shards) {
    return (int) ((((low >>> 32) & 0xffff) * shards) >>> 16);
  }

  /**
   * Hashes the bytes of a key, or of a value that {@code DISTINCT} counts: of that {@link #low}.
   */
  public void hash(byte[] bytes, int from, int length) {
    begin();
    int at = from;
    int end = from + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      block((long) LONGS.get(bytes, at));
    }
    long last = (long) length << 56;
    for (int shift = 0; at < end; at++, shift += 8) {
      last |= (bytes[at] & 0xffL) << shift;
    }
    end(last);
  }

  /**
   * What makes the hash of a key the key of one counter: to be combined with its two halves by
   * exclusive or. It leaves alone what says where in a state a key lies, so that whatever is
   * counted under one key lies side by side, and most of it is read at once.
   */
  public record Mark(long high, long low) {
    private static final long HIGH = 0xffffffffL;
    private static final long LOW = 0xffffL << 48;
  }

  /**
   * The mark of a counter.
   *
   * @param identity 64 bits of the digest of the counter's definition
   */
  public Mark mark(long identity) {
    begin();
    block(identity);
    end((long) Long.BYTES << 56);
    return new Mark(high & Mark.HIGH, low & Mark.LOW);
  }

  /** The first eight bytes of the last hash, little-endian. */
  public long high() {
    return high;
  }

  /** The last eight bytes of the last hash, little-endian. */
  public long low() {
    return low;
  }

  private void begin() {
    v0 = secret0 ^ 0x736f6d6570736575L;
    v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = secret0 ^ 0x6c7967656e657261L;
    v3 = secret1 ^ 0x7465646279746573L;
  }

  private void end(long last) {
    block(last);
    v2 ^= 0xee;
    rounds(4);
    high = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    rounds(4);
    low = v0 ^ v1 ^ v2 ^ v3;
  }

  private void block(long block) {
    v3 ^= block;
    rounds(2);
    v0 ^= block;
  }

  private void rounds(int rounds) {
    long a = v0;
    long b = v1;
    long c = v2;
    long d = v3;
    for (int i = 0; i < rounds; i++) {
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
    }
    v0 = a;
    v1 = b;
    v2 = c;
    v3 = d;
  }
}
