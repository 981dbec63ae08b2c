package reeve.server.watch.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import reeve.rules.count.Keys;

/** The secret under which keys of counters are hashed: it lives as long as their snapshots. */
final class Secret {
  private static final int BYTES = 16;

  private Secret() {}

  static Keys of(Path dir) throws IOException {
    Path file = dir.resolve("secret");
    if (!Files.exists(file)) {
      byte[] fresh = new byte[BYTES];
      new SecureRandom().nextBytes(fresh);
      Path draft = dir.resolve("secret.tmp");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(draft, fresh, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != BYTES) {
      throw new IOException(file + " is damaged; without it the counters' snapshots are of no use");
    }
    ByteBuffer read = ByteBuffer.wrap(bytes);
    return new Keys(read.getLong(), read.getLong());
  }
}
