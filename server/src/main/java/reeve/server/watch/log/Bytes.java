package reeve.server.watch.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow as they are written. Numbers are big-endian or LEB128 varints; a text is the
 * varint {@code 2 * bytes} and its UTF-8, or, where it is no valid Unicode, the varint {@code 2 *
 * bytes + 1} and its UTF-16, big-endian.
 */
final class Bytes {
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array;
  private int length;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(array, length);
  }

  /** Forgets what was written from {@code length} on. */
  void cut(int length) {
    this.length = length;
  }

  /** Leaves room, zeroed, to be set later; returns where. */
  int skip(int bytes) {
    reserve(bytes);
    int at = length;
    Arrays.fill(array, at, at + bytes, (byte) 0);
    length += bytes;
    return at;
  }

  void u8(int value) {
    reserve(1);
    array[length++] = (byte) value;
  }

  void u32(int value) {
    reserve(4);
    setU32(length, value);
    length += 4;
  }

  void u64(long value) {
    reserve(8);
    setU64(length, value);
    length += 8;
  }

  void setU32(int at, int value) {
    INT.set(array, at, value);
  }

  void setU64(int at, long value) {
    LONG.set(array, at, value);
  }

  void varint(long value) {
    reserve(10);
    length = varint(array, length, value);
  }

  private static int varint(byte[] array, int at, long value) {
    int to = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[to++] = (byte) rest;
    return to;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void raw(byte[] bytes, int from, int count) {
    reserve(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
  }

  void text(String text) {
    int n = text.length();
    reserve(10 + n);
    int at = varint(array, length, 2L * n);
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        beyondAscii(text);
        return;
      }
      array[at++] = (byte) c;
    }
    length = at;
  }

  private void beyondAscii(String text) {
    boolean valid = valid(text);
    byte[] bytes = text.getBytes(valid ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE);
    if (!valid) {
      // The encoder would have replaced the lone halves of pairs.
      for (int i = 0; i < text.length(); i++) {
        bytes[2 * i] = (byte) (text.charAt(i) >> 8);
        bytes[2 * i + 1] = (byte) text.charAt(i);
      }
    }
    varint(2L * bytes.length + (valid ? 0 : 1));
    raw(bytes, 0, bytes.length);
  }

  private static boolean valid(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          return false;
        }
      }
    }
    return true;
  }

  private void reserve(int bytes) {
    int need = Math.addExact(length, bytes);
    if (need > array.length) {
      array = Arrays.copyOf(array, Math.max(need, 2 * array.length));
    }
  }
}
