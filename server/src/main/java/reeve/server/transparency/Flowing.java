package reeve.server.transparency;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A body from somebody else that may be long but must come on: a read that waits too long closes it
 * and fails. The timeout of a request ends with the headers of its answer.
 */
final class Flowing extends FilterInputStream {
  private static final ScheduledThreadPoolExecutor BELL =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("flowing").factory());

  static {
    BELL.setRemoveOnCancelPolicy(true);
  }

  private final Duration most;
  private volatile boolean late;

  /**
   * @param body whose read ends when another thread closes it
   * @param most for one read
   */
  Flowing(InputStream body, Duration most) {
    super(body);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Future<?> bell = BELL.schedule(this::giveUp, most.toNanos(), TimeUnit.NANOSECONDS);
    try {
      int read = in.read(bytes, offset, length);
      if (!late) {
        return read;
      }
    } catch (IOException e) {
      if (!late) {
        throw e;
      }
    } finally {
      bell.cancel(false);
    }
    throw new InterruptedIOException("nothing came for " + most.toSeconds() + " s");
  }

  private void giveUp() {
    late = true;
    try {
      in.close();
    } catch (IOException e) {
      // Nobody reads it any more.
      return;
    }
  }
}
