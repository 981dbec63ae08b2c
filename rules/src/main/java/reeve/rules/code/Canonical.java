package reeve.rules.code;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes, the same for equal values in all versions, since keys outlive a process. Each
 * value is a tag and then:
 *
 * <ul>
 *   <li>0 false, 1 true: nothing;
 *   <li>2 whole number, 3 number: eight bytes, big-endian; -0.0 is written as 0.0, every NaN alike;
 *   <li>4 text: its length in bytes (four bytes, big-endian), and UTF-8, where a surrogate without
 *       its other half is written as three bytes like any other character;
 *   <li>5 list: how many (four bytes, big-endian), and the elements.
 * </ul>
 */
public final class Canonical {
  private byte[] bytes = new byte[128];
  private int length;

  /** The text that was written last, and where: keys mostly begin with that of the one before. */
  private @Nullable String last;

  private int lastFrom;
  private int lastTo;

  Canonical() {}

  /** The bytes; only the first {@link #length} count. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  void cut(int length) {
    this.length = length;
  }

  void bool(boolean value) {
    last = null;
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  void whole(long value) {
    eight(2, value);
  }

  void number(double value) {
    eight(3, Double.doubleToLongBits(value == 0 ? 0.0 : value));
  }

  @SuppressWarnings("ReferenceEquality") // an equal one is written again
  void text(String value) {
    if (value == last && length == lastFrom) {
      length = lastTo;
      return;
    }
    last = value;
    lastFrom = length;
    write(value);
    lastTo = length;
  }

  private void write(String value) {
    int units = value.length();
    room(5 + 3 * units);
    bytes[length++] = 4;
    int from = length;
    length += 4;
    for (int at = 0; at < units; at++) {
      char c = value.charAt(at);
      if (c < 0x80) {
        bytes[length++] = (byte) c;
      } else if (c < 0x800) {
        bytes[length++] = (byte) (0xC0 | (c >> 6));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && at + 1 < units
          && Character.isLowSurrogate(value.charAt(at + 1))) {
        int point = Character.toCodePoint(c, value.charAt(++at));
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (point & 0x3F));
      } else {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    four(from, length - from - 4);
  }

  void list(List<?> values) {
    last = null;
    room(5);
    bytes[length++] = 5;
    four(length, values.size());
    length += 4;
    for (int at = 0; at < values.size(); at++) {
      element(values.get(at));
    }
  }

  void element(Object value) {
    switch (value) {
      case Boolean bool -> bool(bool);
      case Long whole -> whole(whole);
      case Double number -> number(number);
      case String text -> text(text);
      default -> throw new IllegalArgumentException("no value of a rule: " + value.getClass());
    }
  }

  private void eight(int tag, long value) {
    last = null;
    room(9);
    bytes[length++] = (byte) tag;
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  private void four(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
