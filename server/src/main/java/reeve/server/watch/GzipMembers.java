package reeve.server.watch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates gzip (RFC 1952), however many members follow one another. The JDK's own stream takes a
 * pause of the sender for the end, passes over what follows that is no member, and overflows the
 * stack with many empty ones. Closing it leaves the stream below open.
 */
final class GzipMembers extends InputStream {
  private static final int DEFLATE = 8;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[32 << 10];
  private int from;
  private int to;
  private boolean within;
  private boolean any;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int start, int length) throws IOException {
    while (length > 0) {
      if (!within && !begin()) {
        return -1;
      }
      int inflated = inflate(into, start, length);
      if (inflated > 0) {
        checksum.update(into, start, inflated);
        return inflated;
      }
      if (inflater.finished()) {
        end();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary");
      } else if (inflater.needsInput()) {
        if (!fill()) {
          throw new EOFException();
        }
        inflater.setInput(buffer, from, to - from);
        from = to;
      }
    }
    return 0;
  }

  private int inflate(byte[] into, int start, int length) throws ZipException {
    try {
      return inflater.inflate(into, start, length);
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the header of a member; false where none follows. */
  private boolean begin() throws IOException {
    if (from == to && !fill()) {
      if (!any) {
        throw new EOFException();
      }
      return false;
    }
    if (next() != 0x1F || next() != 0x8B || next() != DEFLATE) {
      throw new ZipException("no gzip");
    }
    int flags = next();
    pass(6); // time, extra flags, system
    if ((flags & EXTRA) != 0) {
      pass(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      passText();
    }
    if ((flags & COMMENT) != 0) {
      passText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      pass(2);
    }
    inflater.setInput(buffer, from, to - from);
    from = to;
    within = true;
    any = true;
    return true;
  }

  /** Reads the end of a member, and checks what it says. */
  private void end() throws IOException {
    from = to - inflater.getRemaining();
    if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
      throw new ZipException("another checksum");
    }
    inflater.reset();
    checksum.reset();
    within = false;
  }

  private long number() throws IOException {
    long number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      number |= (long) next() << shift;
    }
    return number;
  }

  private void pass(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  /** Passes over Latin-1 that ends with a zero. */
  private void passText() throws IOException {
    int c;
    do {
      c = next();
    } while (c != 0);
  }

  private int next() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException();
    }
    return buffer[from++] & 0xFF;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
