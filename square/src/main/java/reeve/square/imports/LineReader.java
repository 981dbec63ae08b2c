package reeve.square.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines at LF or CR LF, and leaves out a byte order mark. Lines that
 * were read ahead can be put back.
 */
final class LineReader {
  /** The longest line taken, in bytes; of a longer one only the number is kept. */
  static final int MAX_LINE = 8 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final Deque<Line> putBack = new ArrayDeque<>();
  private int from;
  private int to;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * A line without its end, numbered from 1. One over {@link #MAX_LINE} is {@code tooLong} and has
   * no bytes.
   */
  static final class Line {
    private final long number;
    private final byte[] bytes;
    private final boolean tooLong;

    Line(long number, byte[] bytes, boolean tooLong) {
      this.number = number;
      this.bytes = bytes;
      this.tooLong = tooLong;
    }

    long number() {
      return number;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean tooLong() {
      return tooLong;
    }
  }

  /** Gives the next line, or null at the end. */
  @Nullable Line next() throws IOException {
    Line again = putBack.poll();
    return again != null ? again : read();
  }

  /** Makes the line the next one. */
  void putBack(Line line) {
    putBack.push(line);
  }

  private @Nullable Line read() throws IOException {
    ByteArrayOutputStream head = null;
    boolean tooLong = false;
    while (true) {
      if (from == to) {
        to = Math.max(in.read(buffer), 0);
        from = 0;
        if (to == 0) {
          return head == null ? null : line(head.toByteArray(), tooLong);
        }
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      if (end < to && head == null) {
        byte[] whole = Arrays.copyOfRange(buffer, from, end);
        from = end + 1;
        return line(whole, false);
      }
      head = head == null ? new ByteArrayOutputStream() : head;
      if (head.size() + end - from > MAX_LINE) {
        tooLong = true;
        head.reset();
      }
      if (!tooLong) {
        head.write(buffer, from, end - from);
      }
      boolean ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        return line(head.toByteArray(), tooLong);
      }
    }
  }

  private Line line(byte[] bytes, boolean tooLong) {
    number++;
    int start = number == 1 && startsWithMark(bytes) ? 3 : 0;
    int end = bytes.length > start && bytes[bytes.length - 1] == '\r' ? 1 : 0;
    byte[] cut = start + end == 0 ? bytes : Arrays.copyOfRange(bytes, start, bytes.length - end);
    return new Line(number, tooLong ? new byte[0] : cut, tooLong);
  }

  private static boolean startsWithMark(byte[] b) {
    return b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF;
  }
}
