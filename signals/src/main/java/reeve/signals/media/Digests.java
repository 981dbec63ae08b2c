package reeve.signals.media;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What exactly the same bytes have in common. Computed in one pass. */
public record Digests(Md5 md5, Sha256 sha256) {
  private static final int AT_ONCE = 64 << 10;

  public static Digests of(byte[] bytes) {
    MessageDigest md5 = digest("MD5");
    MessageDigest sha256 = digest("SHA-256");
    for (int from = 0; from < bytes.length; from += AT_ONCE) {
      int length = Math.min(AT_ONCE, bytes.length - from);
      md5.update(bytes, from, length);
      sha256.update(bytes, from, length);
    }
    return of(md5, sha256);
  }

  /** Of all that comes; the stream is left open. */
  public static Digests of(InputStream stream) throws IOException {
    MessageDigest md5 = digest("MD5");
    MessageDigest sha256 = digest("SHA-256");
    byte[] buffer = new byte[AT_ONCE];
    for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
      md5.update(buffer, 0, length);
      sha256.update(buffer, 0, length);
    }
    return of(md5, sha256);
  }

  private static Digests of(MessageDigest md5, MessageDigest sha256) {
    HexFormat hex = HexFormat.of();
    return new Digests(
        new Md5(hex.formatHex(md5.digest())), new Sha256(hex.formatHex(sha256.digest())));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }
}
