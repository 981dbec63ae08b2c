package reeve.server.watch.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** An event's id within its source: the first 16 bytes of the SHA-256 of both. */
record Print(long high, long low) {
  static final int BYTES = 16;

  static Print of(String source, String id) {
    MessageDigest digest = sha256();
    digest.update(source.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0xFF); // stands in no UTF-8
    digest.update(id.getBytes(StandardCharsets.UTF_8));
    return read(Cursor.over(digest.digest(), 0, BYTES));
  }

  static Print read(Cursor from) {
    return new Print(from.u64(), from.u64());
  }

  void write(Bytes to) {
    to.u64(high);
    to.u64(low);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
