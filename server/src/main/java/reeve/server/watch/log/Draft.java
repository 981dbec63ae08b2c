package reeve.server.watch.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import reeve.server.watch.log.Disk.Stored;

/**
 * A snapshot that is being written, at its pace: flushed as it grows, so that no flush of the log
 * waits behind all of it. Without {@link #commit} it is as if it had never been begun.
 */
public final class Draft extends OutputStream {
  private static final int STEP = 1 << 20;

  private final Stored file;
  private final long bytesPerSecond;
  private final Publishing publishing;
  private final byte[] buffer = new byte[STEP];
  private final CRC32C crc = new CRC32C();
  private final long began = System.nanoTime();
  private final int head;
  private int held;
  private long position;
  private boolean open = true;

  /** Gives a finished file its name. */
  interface Publishing {
    void publish() throws IOException;
  }

  Draft(Stored file, byte[] head, long bytesPerSecond, Publishing publishing) {
    if (bytesPerSecond <= 0) {
      throw new IllegalArgumentException("a pace is positive");
    }
    this.file = file;
    this.bytesPerSecond = bytesPerSecond;
    this.publishing = publishing;
    this.head = head.length;
    System.arraycopy(head, 0, buffer, 0, head.length);
    held = head.length;
  }

  @Override
  public void write(int b) throws IOException {
    if (held == STEP) {
      step();
    }
    buffer[held++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (held == STEP) {
        step();
      }
      int n = Math.min(STEP - held, length - done);
      System.arraycopy(bytes, from + done, buffer, held, n);
      held += n;
      done += n;
    }
  }

  private void step() throws IOException {
    crc.update(buffer, 0, held);
    file.write(position, buffer, 0, held);
    file.force();
    position += held;
    held = 0;
    long due = (long) (position * 1e9 / bytesPerSecond);
    for (long left = 1; left > 0 && !Thread.currentThread().isInterrupted(); ) {
      left = due - (System.nanoTime() - began);
      LockSupport.parkNanos(left);
    }
  }

  /** Makes the snapshot durable and the newest. */
  public void commit() throws IOException {
    crc.update(buffer, 0, held);
    file.write(position, buffer, 0, held);
    position += held;
    Bytes trailer = new Bytes(12);
    trailer.u64(position - head);
    trailer.u32((int) crc.getValue());
    file.write(position, trailer.array(), 0, trailer.length());
    file.force();
    open = false;
    file.close();
    publishing.publish();
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      file.close();
    }
  }
}
