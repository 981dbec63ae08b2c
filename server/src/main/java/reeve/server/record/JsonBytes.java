package reeve.server.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;

/**
 * Collects the bytes of canonical JSON, and of what is hashed with it in one call, which costs less
 * than many small ones. Begins anew after each digest. For one thread at a time.
 */
final class JsonBytes {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int SECONDS_OF_DAY = 86_400;

  private byte[] bytes;
  private int size;

  /** The day that was written last: records in their order share it. */
  private long lastDay = Long.MIN_VALUE;

  private String lastDate = "";

  /** With room for so many bytes before it must grow. */
  JsonBytes(int room) {
    bytes = new byte[room];
  }

  /** Text of UTF-8, where it lies. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and millions of them are made
  record Text(byte[] bytes, int from, int length) {
    /**
     * Of a string.
     *
     * @throws IllegalArgumentException it holds a lone surrogate
     */
    static Text of(String text) {
      requirePairs(text);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Text(bytes, 0, bytes.length);
    }

    private static void requirePairs(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          i++;
          if (!Character.isHighSurrogate(c)
              || i == text.length()
              || !Character.isLowSurrogate(text.charAt(i))) {
            throw new IllegalArgumentException("a record holds no lone surrogates");
          }
        }
      }
    }
  }

  byte[] digest(MessageDigest with) {
    with.update(bytes, 0, size);
    size = 0;
    return with.digest();
  }

  /** A copy of what was collected. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  int size() {
    return size;
  }

  JsonBytes add(int number) {
    room(1);
    bytes[size++] = (byte) number;
    return this;
  }

  JsonBytes add(byte[] from) {
    return add(from, 0, from.length);
  }

  JsonBytes add(byte[] from, int at, int length) {
    room(length);
    System.arraycopy(from, at, bytes, size, length);
    size += length;
    return this;
  }

  /** Four bytes, the high one first. */
  JsonBytes addInt(int number) {
    room(Integer.BYTES);
    size += Integer.BYTES;
    return setInt(size - Integer.BYTES, number);
  }

  /** Writes over four bytes that are there. */
  JsonBytes setInt(int at, int number) {
    bytes[at] = (byte) (number >>> 24);
    bytes[at + 1] = (byte) (number >>> 16);
    bytes[at + 2] = (byte) (number >>> 8);
    bytes[at + 3] = (byte) number;
    return this;
  }

  /** Characters of ASCII as they are. */
  @SuppressWarnings("deprecation") // its high bytes are none in ASCII
  JsonBytes ascii(String text) {
    int length = text.length();
    room(length);
    text.getBytes(0, length, bytes, size);
    size += length;
    return this;
  }

  /** A JSON string with its quotes, with the shortest escapes (RFC 8785, section 3.2.2.2). */
  JsonBytes json(Text text) {
    room(6 * text.length() + 2);
    byte[] from = text.bytes();
    bytes[size++] = '"';
    for (int i = text.from(), end = i + text.length(); i < end; i++) {
      byte b = from[i];
      if (b == '"' || b == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = b;
      } else if (b >= 0 && b < 0x20) {
        control(b);
      } else {
        bytes[size++] = b;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void control(byte b) {
    bytes[size++] = '\\';
    switch (b) {
      case '\b' -> bytes[size++] = 'b';
      case '\t' -> bytes[size++] = 't';
      case '\n' -> bytes[size++] = 'n';
      case '\f' -> bytes[size++] = 'f';
      case '\r' -> bytes[size++] = 'r';
      default -> {
        bytes[size++] = 'u';
        bytes[size++] = '0';
        bytes[size++] = '0';
        bytes[size++] = HEX[b >> 4];
        bytes[size++] = HEX[b & 15];
      }
    }
  }

  /** As {@link UUID#toString} writes it. */
  JsonBytes uuid(UUID id) {
    room(36);
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    hex(high >>> 32, 8);
    bytes[size++] = '-';
    hex(high >>> 16, 4);
    bytes[size++] = '-';
    hex(high, 4);
    bytes[size++] = '-';
    hex(low >>> 48, 4);
    bytes[size++] = '-';
    hex(low, 12);
    return this;
  }

  private void hex(long number, int digits) {
    for (int i = digits - 1; i >= 0; i--) {
      bytes[size++] = HEX[(int) (number >>> (4 * i)) & 15];
    }
  }

  /** As {@link Instant#toString} writes it: ISO 8601 with 0, 3, 6 or 9 digits of a fraction. */
  JsonBytes time(Instant at) {
    long second = at.getEpochSecond();
    long day = Math.floorDiv(second, (long) SECONDS_OF_DAY);
    if (day != lastDay) {
      lastDay = day;
      LocalDate date = LocalDate.ofEpochDay(day);
      lastDate = date.getYear() < 0 || date.getYear() > 9_999 ? "" : date.toString();
    }
    if (lastDate.isEmpty()) {
      return ascii(at.toString());
    }
    int rest = (int) Math.floorMod(second, (long) SECONDS_OF_DAY);
    ascii(lastDate);
    room(21);
    bytes[size++] = 'T';
    decimal(rest / 3_600, 2);
    bytes[size++] = ':';
    decimal(rest / 60 % 60, 2);
    bytes[size++] = ':';
    decimal(rest % 60, 2);
    int nanos = at.getNano();
    if (nanos > 0) {
      bytes[size++] = '.';
      if (nanos % 1_000_000 == 0) {
        decimal(nanos / 1_000_000, 3);
      } else if (nanos % 1_000 == 0) {
        decimal(nanos / 1_000, 6);
      } else {
        decimal(nanos, 9);
      }
    }
    bytes[size++] = 'Z';
    return this;
  }

  private void decimal(int number, int digits) {
    int rest = number;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
