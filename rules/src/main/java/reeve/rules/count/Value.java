package reeve.rules.count;

/**
 * Reads and writes the bytes of a value: varints are LEB128, signed ones zigzag. Every value begins
 * with two, the length of its pane in milliseconds and the number of its newest pane.
 */
final class Value {
  byte[] bytes;
  int at;

  Value(byte[] bytes) {
    this.bytes = bytes;
  }

  int next() {
    return bytes[at++] & 0xff;
  }

  void next(int value) {
    bytes[at++] = (byte) value;
  }

  long varint() {
    byte b = bytes[at++];
    if (b >= 0) {
      return b;
    }
    long value = b & 0x7f;
    int shift = 7;
    do {
      b = bytes[at++];
      value |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  void signed(long value) {
    varint((value << 1) ^ (value >> 63));
  }
}
