package reeve.signals.media;

import java.io.InterruptedIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory, which a decoder reads until its time is over. */
final class TimedBytes extends ImageInputStreamImpl {
  private final byte[] file;
  private final long deadline;
  private boolean exhausted;

  /**
   * Opens a file.
   *
   * @param deadline as {@link System#nanoTime} tells it
   */
  TimedBytes(byte[] file, long deadline) {
    this.file = file;
    this.deadline = deadline;
  }

  boolean late() {
    return System.nanoTime() - deadline > 0;
  }

  /** Whether more was asked for than there is. */
  boolean exhausted() {
    return exhausted;
  }

  @Override
  public int read() throws InterruptedIOException {
    bitOffset = 0;
    return more() ? file[(int) streamPos++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws InterruptedIOException {
    bitOffset = 0;
    if (!more()) {
      return -1;
    }
    int read = (int) Math.min(length, file.length - streamPos);
    System.arraycopy(file, (int) streamPos, into, offset, read);
    streamPos += read;
    return read;
  }

  private boolean more() throws InterruptedIOException {
    if (late()) {
      throw new InterruptedIOException("out of time");
    }
    exhausted |= streamPos >= file.length;
    return streamPos < file.length;
  }

  @Override
  public long length() {
    return file.length;
  }
}
