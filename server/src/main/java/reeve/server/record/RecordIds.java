package reeve.server.record;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Makes version 7 UUIDs (RFC 9562, section 5.7): milliseconds, then 74 random bits. */
final class RecordIds {
  /** How many random bytes one id takes. */
  static final int RANDOM = 10;

  private RecordIds() {}

  /**
   * One id.
   *
   * @param random holds {@link #RANDOM} random bytes from its position on
   */
  static UUID at(long epochMillis, ByteBuffer random) {
    long a = random.getShort() & 0x0fffL;
    long b = random.getLong() & 0x3fff_ffff_ffff_ffffL;
    return new UUID((epochMillis << 16) | 0x7000L | a, 0x8000_0000_0000_0000L | b);
  }
}
