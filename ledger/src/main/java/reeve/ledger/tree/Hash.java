package reeve.ledger.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HexFormat;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/** 32 bytes, eight in each number, the first of them the highest. */
public record Hash(long a, long b, long c, long d) {
  public static final int BYTES = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The 32 bytes from {@code offset} on. */
  public static Hash at(byte[] bytes, int offset) {
    return new Hash(
        (long) LONGS.get(bytes, offset),
        (long) LONGS.get(bytes, offset + 8),
        (long) LONGS.get(bytes, offset + 16),
        (long) LONGS.get(bytes, offset + 24));
  }

  /** Writes the 32 bytes from {@code offset} on. */
  public void into(byte[] bytes, int offset) {
    LONGS.set(bytes, offset, a);
    LONGS.set(bytes, offset + 8, b);
    LONGS.set(bytes, offset + 16, c);
    LONGS.set(bytes, offset + 24, d);
  }

  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    into(bytes, 0);
    return bytes;
  }

  /** Reads {@link #base64}; refuses ({@code MALFORMED}) any other spelling. */
  public static Hash ofBase64(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length == BYTES && at(bytes, 0).base64().equals(text)) {
        return at(bytes, 0);
      }
    } catch (IllegalArgumentException e) {
      throw new LedgerException(LedgerProblem.MALFORMED, "No hash in base64: " + shown(text), e);
    }
    throw new LedgerException(LedgerProblem.MALFORMED, "No hash in base64: " + shown(text));
  }

  /** Reads 64 hex digits. */
  public static Hash ofHex(String text) {
    if (!text.matches("[0-9a-fA-F]{64}")) {
      throw new LedgerException(LedgerProblem.MALFORMED, "No 64 hex digits: " + shown(text));
    }
    return at(HexFormat.of().parseHex(text), 0);
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(bytes());
  }

  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  @Override
  public String toString() {
    return base64();
  }
}
