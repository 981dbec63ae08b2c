package reeve.server.watch.log;

import java.io.IOException;
import java.util.function.Consumer;
import reeve.server.watch.log.Disk.Stored;

/**
 * How a file of frames goes on after a stop.
 *
 * @param position where its whole frames end
 * @param next the offset after its last
 * @param cut how many bytes behind them were cut off
 */
record Mending(long position, long next, long cut) {

  /**
   * Reads all frames and cuts a torn tail off. What was written last is written once more: after a
   * failed flush the system may hold it for written and drop it.
   *
   * @throws LogException {@link LogProblem#DAMAGED} where something was lost that had been flushed
   */
  static Mending mend(Stored file, String name, long first, Consumer<Frame> each)
      throws IOException {
    // Not closed: the file stays the caller's.
    RawFrames frames = new RawFrames(file, name);
    long size = file.size();
    long next = first;
    Frame frame = new Frame();
    while (frames.intact(frame, size)) {
      if (frame.first() != next) {
        throw RawFrames.damaged(name, frames.position());
      }
      next = frame.end();
      each.accept(frame);
    }
    long end = frames.position();
    if (end < size) {
      if (RawFrames.flushed(file, end, size)) {
        throw lost(name, end, next);
      }
      file.truncate(end);
    }
    again(file, 0, frames.header().length());
    again(file, frames.group(), end);
    file.force();
    return new Mending(end, next, size - end);
  }

  private static void again(Stored file, long from, long to) throws IOException {
    byte[] bytes = new byte[1 << 20];
    for (long at = from; at < to; ) {
      int n = file.read(at, bytes, 0, (int) Math.min(bytes.length, to - at));
      if (n == 0) {
        throw new IOException("a file became shorter while it was read");
      }
      file.write(at, bytes, 0, n);
      at += n;
    }
  }

  private static LogException lost(String name, long position, long offset) {
    return new LogException(
        LogProblem.DAMAGED,
        String.format(
            "The file %s of the event log is damaged at byte %d, and events that were acknowledged"
                + " lie behind it. Restore the file from a backup; or give up the event %d and all"
                + " later ones: truncate -s %d %s",
            name, position, offset, position, name));
  }
}
