package reeve.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The lines of a stream, one after the other in a buffer that grows to the longest, but not beyond
 * what a line may have: of a longer one nothing is kept. Of one thread.
 */
final class Lines {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long BREAKS = ONES * '\n';

  private final InputStream in;
  private final int most;
  private byte[] buffer = new byte[32 << 10];
  private int from;
  private int to;
  private int next;
  private int end;
  private boolean tooLong;

  /**
   * @param most bytes of a line, without its end
   */
  Lines(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /** Goes to the next line; false where there is none. */
  boolean next() throws IOException {
    from = next;
    tooLong = false;
    int seen = from;
    while (true) {
      int at = find(seen);
      if (at >= 0) {
        to = at;
        next = at + 1;
        return fits();
      }
      seen = end;
      if (end - from > most) {
        tooLong = true;
        end = from;
        seen = from;
      }
      int shift = room();
      seen -= shift;
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        to = end;
        next = end;
        return (tooLong || to > from) && fits();
      }
      end += read;
    }
  }

  private boolean fits() {
    tooLong |= to - from > most;
    return true;
  }

  /** Makes room behind what is there; returns by how much it moved to the front. */
  private int room() {
    int shift = 0;
    if (end == buffer.length && from > 0) {
      shift = from;
      System.arraycopy(buffer, from, buffer, 0, end - from);
      end -= shift;
      from = 0;
    } else if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, most + 2));
    }
    return shift;
  }

  /** The next line break, eight bytes at a time, or -1. */
  private int find(int seen) {
    int i = seen;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long word = (long) LONGS.get(buffer, i) ^ BREAKS;
      long zero = (word - ONES) & ~word & HIGHS;
      if (zero != 0) {
        return i + (Long.numberOfTrailingZeros(zero) >> 3);
      }
    }
    for (; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Whether the line is longer than it may be; nothing of it can be had then. */
  boolean tooLong() {
    return tooLong;
  }

  byte[] buffer() {
    return buffer;
  }

  int from() {
    return from;
  }

  int length() {
    return to - from;
  }

  /** The first byte of the line that is no white space, or -1 where there is none. */
  int begins() {
    for (int i = from; i < to; i++) {
      byte b = buffer[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return b & 0xFF;
      }
    }
    return -1;
  }
}
