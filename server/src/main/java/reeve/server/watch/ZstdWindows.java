package reeve.server.watch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import reeve.server.platform.Refused;

/**
 * Looks at the Zstandard frames (RFC 8878) that pass, and refuses one that asks for a larger window
 * than the RFC recommends to support: the inflater would make room for whatever the frame asks for.
 */
final class ZstdWindows extends FilterInputStream {
  /** Bytes of a window, at most. */
  static final long MOST = 8 << 20;

  private static final int MAGIC = 0xFD2FB528;
  private static final int[] DICTIONARY = {0, 1, 2, 4};
  private static final int[] CONTENT = {0, 2, 4, 8};
  private static final int TO_DESCRIPTOR = 5;

  private enum Part {
    DESCRIPTOR,
    HEADER,
    BLOCK
  }

  private final LongConsumer larger;
  private final byte[] head = new byte[TO_DESCRIPTOR + 1 + 4 + 8];
  private Part part = Part.DESCRIPTOR;
  private int filled;
  private int wanted = TO_DESCRIPTOR;
  private long skip;
  private boolean checksum;
  private long largest;

  /**
   * @param larger told of a window that is larger than all before, by how many bytes
   */
  ZstdWindows(InputStream in, LongConsumer larger) {
    super(in);
    this.larger = larger;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int read = in.read(to, from, length);
    for (int i = from; i < from + read; ) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, from + read - i);
        skip -= passed;
        i += passed;
      } else {
        head[filled++] = to[i++];
        if (filled == wanted) {
          whole();
        }
      }
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    byte[] passed = new byte[(int) Math.min(n, 8192)];
    return Math.max(0, read(passed, 0, passed.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void whole() {
    switch (part) {
      case DESCRIPTOR -> {
        if (number(0, 4) != (MAGIC & 0xFFFFFFFFL)) {
          throw new Refused(
              EventsProblem.BROKEN_ENCODING,
              "The body is said to be zstd, and does not consist of Zstandard frames.");
        }
        int descriptor = head[4];
        checksum = (descriptor & 4) != 0;
        wanted += (single() ? 0 : 1) + DICTIONARY[descriptor & 3] + content();
        part = Part.HEADER;
      }
      case HEADER -> {
        long window = window();
        if (window < 0 || window > MOST) {
          throw new Refused(
              EventsProblem.BROKEN_ENCODING,
              "The window of a Zstandard frame has more than %d bytes. Compress at a lower level."
                  .formatted(MOST));
        }
        if (window > largest) {
          larger.accept(window - largest);
          largest = window;
        }
        next(Part.BLOCK, 3);
      }
      case BLOCK -> {
        long block = number(0, 3);
        boolean runLength = (block >> 1 & 3) == 1;
        skip = runLength ? 1 : block >> 3;
        if ((block & 1) == 0) {
          next(Part.BLOCK, 3);
        } else {
          skip += checksum ? 4 : 0;
          next(Part.DESCRIPTOR, TO_DESCRIPTOR);
        }
      }
    }
  }

  private void next(Part what, int bytes) {
    part = what;
    wanted = bytes;
    filled = 0;
  }

  /** Whether the content is one segment, whose size is that of the window. */
  private boolean single() {
    return (head[4] & 0x20) != 0;
  }

  /** Bytes of the content's size. */
  private int content() {
    int flag = (head[4] & 0xFF) >> 6;
    return flag == 0 && single() ? 1 : CONTENT[flag];
  }

  private long window() {
    if (single()) {
      int bytes = content();
      return number(wanted - bytes, bytes) + (bytes == 2 ? 256 : 0);
    }
    int descriptor = head[TO_DESCRIPTOR] & 0xFF;
    long base = 1L << (10 + (descriptor >> 3));
    return base + (base >> 3) * (descriptor & 7);
  }

  private long number(int from, int bytes) {
    long number = 0;
    for (int i = from + bytes - 1; i >= from; i--) {
      number = number << 8 | (head[i] & 0xFF);
    }
    return number;
  }
}
