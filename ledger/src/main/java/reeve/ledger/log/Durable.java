package reeve.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writing that lasts. */
public final class Durable {
  private Durable() {}

  /**
   * Writes a whole file beside its place, flushes it, and moves it there; not yet the folder. Of
   * two who write the same file at once one comes last; no reader sees a mixture.
   */
  public static void replace(Path file, byte[] bytes) throws IOException {
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path beside = file.resolveSibling("." + file.getFileName() + "." + mark + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        write(channel, ByteBuffer.wrap(bytes), 0);
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  /** Makes a folder and those above it that are missing; each survives the loss of power. */
  public static void folders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      folders(parent);
    }
    Files.createDirectories(folder);
    if (parent != null) {
      flush(parent);
    }
  }

  /** Flushes what a folder says of the files in it. */
  public static void flush(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
  }
}
