package reeve.server.watch.log;

import java.io.Closeable;
import java.io.IOException;

/** Frames of one file, one after the other, in memory that does not grow with the file. */
interface Frames extends Closeable {
  /**
   * Goes to the next frame, which may lie before the offset that is looked for.
   *
   * @param limit where the file is known to end, for one that is still written; others ignore it
   * @return false at the end
   * @throws LogException {@link LogProblem#DAMAGED}
   */
  boolean next(Frame frame, long limit) throws IOException;

  Header header();
}
