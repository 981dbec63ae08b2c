package reeve.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a witness signs, and its bytes: the time, then the signature (C2SP, cosignature/v1). */
final class Cosignature {
  private Cosignature() {}

  static byte[] message(String checkpoint, long time) {
    return ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
  }

  static long time(byte[] signed) {
    return ByteBuffer.wrap(signed).getLong();
  }
}
