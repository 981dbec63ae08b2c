package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One directory of files, flat.
 *
 * <ul>
 *   <li>A call that throws MAY have done all, a part or nothing of its work; the caller MUST NOT
 *       assume either, and recovery finds out.
 *   <li>What a file was given MUST be on disk once {@link Stored#force} has returned; that a file
 *       exists, has a name or is gone, once {@link #sync} has. Before, either may be lost in any
 *       order.
 *   <li>{@link #rename} MUST replace the target in one step.
 *   <li>A file that was opened MUST stay readable while it is open, even if it is deleted or
 *       replaced.
 *   <li>Different files may be used by several threads at once, and one file by several readers;
 *       one that writes to a file MUST be alone in that.
 *   <li>Whoever opened a file closes it.
 * </ul>
 */
interface Disk extends Closeable {
  List<String> list() throws IOException;

  /** Makes an empty file, readable by the server's user alone; fails where the name is taken. */
  Stored create(String name) throws IOException;

  /**
   * Opens.
   *
   * @throws java.nio.file.NoSuchFileException where there is none
   */
  Stored open(String name) throws IOException;

  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Makes names durable. */
  void sync() throws IOException;

  /** An open file. */
  interface Stored extends Closeable {
    long size() throws IOException;

    /** Reads as many bytes as there are, at most {@code length}; returns how many. */
    int read(long position, byte[] into, int from, int length) throws IOException;

    /** Writes all. */
    void write(long position, byte[] bytes, int from, int length) throws IOException;

    void truncate(long size) throws IOException;

    void force() throws IOException;
  }
}
