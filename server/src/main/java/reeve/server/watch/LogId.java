package reeve.server.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** The name of a directory of logs, made with it. */
final class LogId {
  private LogId() {}

  static String of(Path dir) {
    Path file = dir.resolve("id");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(dir);
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        Path fresh = dir.resolve("id.tmp");
        Files.writeString(fresh, UUID.randomUUID().toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the log's directory cannot be used: " + dir, e);
    }
  }
}
