package reeve.server.transparency;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file of rows, line by line; whoever wrote it is a stranger, so no line is long. */
final class RowLines implements AutoCloseable {
  /** Bytes of a row. */
  static final int LONGEST = 64 << 10;

  private final InputStream in;

  RowLines(InputStream in) {
    this.in = new BufferedInputStream(in, LONGEST);
  }

  /**
   * The next line; null at the end.
   *
   * @throws IOException it cannot be read, or is longer than {@link #LONGEST}
   */
  @Nullable String next() throws IOException {
    var line = new ByteArrayOutputStream(1 << 10);
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (line.size() == LONGEST) {
        throw new IOException("a row has more than " + LONGEST + " bytes");
      }
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
