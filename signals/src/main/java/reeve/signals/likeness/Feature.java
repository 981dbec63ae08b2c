package reeve.signals.likeness;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * One thing of a {@link Kind}: the kind above, 40 bits of hash below, as one number. Among 20
 * million things of one kind a given one shares its hash with another once in 50,000.
 */
final class Feature {
  static final int HASH_BITS = 40;
  static final long HASH = (1L << HASH_BITS) - 1;

  /** Bytes of a feature in the index. */
  private static final int BYTES = 6;

  private Feature() {}

  static long of(Kind kind, String value) {
    return of(kind, hash(value));
  }

  static long of(Kind kind, long hash) {
    return ((long) kind.code() << HASH_BITS) | (hash & HASH);
  }

  static Kind kind(long feature) {
    return Kind.ofCode((int) (feature >>> HASH_BITS));
  }

  /** 64 bits of MurmurHash3 (Appleby, public domain) of the UTF-8 bytes. */
  static long hash(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return StringHelper.murmurhash3_x64_128(bytes, 0, bytes.length, 0)[0];
  }

  /** The same in other bits, for what belongs to a moment too. */
  static long mix(long hash, long with) {
    long mixed = (hash ^ with * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    return ((mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL) >>> 8;
  }

  static BytesRef term(long feature) {
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (feature >>> (8 * (BYTES - 1 - i)));
    }
    return new BytesRef(bytes);
  }

  static long of(BytesRef term) {
    long feature = 0;
    for (int i = 0; i < term.length; i++) {
      feature = (feature << 8) | (term.bytes[term.offset + i] & 0xFF);
    }
    return feature;
  }
}
