package reeve.server.watch.log;

import java.nio.charset.StandardCharsets;

/** Reads what {@link Bytes} wrote, within bounds. */
final class Cursor {
  private byte[] array = new byte[0];
  private int at;
  private int end;

  static Cursor over(byte[] array, int from, int to) {
    Cursor cursor = new Cursor();
    cursor.set(array, from, to);
    return cursor;
  }

  void set(byte[] array, int from, int to) {
    this.array = array;
    at = from;
    end = to;
  }

  byte[] array() {
    return array;
  }

  int at() {
    return at;
  }

  int end() {
    return end;
  }

  /** Passes over bytes; returns where they begin. */
  int skip(long bytes) {
    if (bytes < 0 || bytes > end - at) {
      throw new LogException(
          LogProblem.DAMAGED, "A part of the event log ends before what it should hold.");
    }
    int from = at;
    at += (int) bytes;
    return from;
  }

  int u8() {
    return array[skip(1)] & 0xFF;
  }

  int u32() {
    return (int) Bytes.INT.get(array, skip(4));
  }

  long u64() {
    return (long) Bytes.LONG.get(array, skip(8));
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = array[skip(1)];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        break;
      }
    }
    return value;
  }

  /** A varint that says how many of something follow. */
  int count() {
    long count = varint();
    if (count < 0 || count > end - at) {
      throw new LogException(LogProblem.DAMAGED, "A part of the event log names a wrong count.");
    }
    return (int) count;
  }

  long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  String text() {
    long head = varint();
    int bytes = (int) Math.min(Integer.MAX_VALUE, head >>> 1);
    int from = skip(bytes);
    if ((head & 1) == 0) {
      return new String(array, from, bytes, StandardCharsets.UTF_8);
    }
    char[] chars = new char[bytes / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((array[from + 2 * i] & 0xFF) << 8 | (array[from + 2 * i + 1] & 0xFF));
    }
    return new String(chars);
  }

  void skipText() {
    skip(varint() >>> 1);
  }
}
