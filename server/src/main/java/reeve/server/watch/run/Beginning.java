package reeve.server.watch.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** From which offset on a watcher has ever given verdicts; kept before the first one. */
final class Beginning {
  private Beginning() {}

  /**
   * The offset; where there was none yet, the one given from now on.
   *
   * @param now the end of the log
   */
  static long of(Path dir, long now) throws IOException {
    Path file = dir.resolve("began");
    if (!Files.exists(file)) {
      Path draft = dir.resolve("began.tmp");
      Files.writeString(draft, now + "\n");
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(dir, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (NumberFormatException e) {
      throw new IOException(file + " is damaged; it holds an offset", e);
    }
  }
}
