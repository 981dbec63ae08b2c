package reeve.server.watch.log;

import java.io.IOException;
import reeve.server.watch.log.Disk.Stored;

/** The frames of a file that is not compressed. */
final class RawFrames implements Frames {
  private static final int BUFFER = Frame.BYTES;

  private final Stored file;
  private final String name;
  private final Header header;
  private final byte[] buffer = new byte[BUFFER];
  private long position;
  private int from;
  private int held;
  private long group;

  RawFrames(Stored file, String name) throws IOException {
    this.file = file;
    this.name = name;
    header = Header.of(file, name);
    position = header.length();
    group = position;
  }

  @Override
  public Header header() {
    return header;
  }

  /** Where the next frame begins. */
  long position() {
    return position;
  }

  /** Bytes of the file. */
  long size() throws IOException {
    return file.size();
  }

  /** Where the write began that carried the last frame. */
  long group() {
    return group;
  }

  @Override
  public boolean next(Frame frame, long limit) throws IOException {
    if (position >= limit) {
      return false;
    }
    if (!intact(frame, limit)) {
      throw damaged(name, position);
    }
    return true;
  }

  /** As {@link #next}, but false where no whole frame follows. */
  boolean intact(Frame frame, long limit) throws IOException {
    if (!hold(Frame.HEAD, limit)) {
      return false;
    }
    int length = Frame.length(buffer, from);
    if (length < 0 || !hold(length, limit) || !Frame.whole(buffer, from, length)) {
      return false;
    }
    group = Frame.group(buffer, from);
    frame.take(buffer, from, length);
    from += length;
    held -= length;
    position += length;
    return true;
  }

  private boolean hold(int bytes, long limit) throws IOException {
    if (position + bytes > limit) {
      return false;
    }
    if (held < bytes) {
      from = 0;
      held = file.read(position, buffer, 0, (int) Math.min(BUFFER, limit - position));
    }
    return held >= bytes;
  }

  /**
   * Whether a whole frame lies beyond the position that was written after all up to the position
   * had been flushed: then what lies at the position is no torn tail but lost what it held.
   */
  static boolean flushed(Stored file, long position, long size) throws IOException {
    byte[] bytes = new byte[BUFFER];
    for (long at = position; at + Frame.HEAD <= size; at += BUFFER - Frame.HEAD + 1) {
      int n = file.read(at, bytes, 0, (int) Math.min(BUFFER, size - at));
      for (int i = 0; i + Frame.HEAD <= n; i++) {
        if (Frame.length(bytes, i) > 0
            && Frame.group(bytes, i) > position
            && Frame.group(bytes, i) <= at + i
            && whole(file, at + i)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean whole(Stored file, long at) throws IOException {
    byte[] bytes = new byte[BUFFER];
    int n = file.read(at, bytes, 0, BUFFER);
    int length = Frame.length(bytes, 0);
    return length <= n && Frame.whole(bytes, 0, length);
  }

  static LogException damaged(String name, long position) {
    return new LogException(
        LogProblem.DAMAGED,
        "The file "
            + name
            + " of the event log is damaged at byte "
            + position
            + ". Restore it from a backup, or move it and all older ones away: the log then begins"
            + " behind it.");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
