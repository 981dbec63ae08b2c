package reeve.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reeve.postgres.EmbeddedPostgres;

/**
 * The directory in which one Reeve keeps all that is its own: {@code FORMAT}, {@code keys/}, {@code
 * postgres/}, {@code public/}, {@code logs/}, {@code watch/}, {@code likeness/}, {@code bundles/}.
 * One process at a time holds its lock.
 */
final class DataDirectory implements AutoCloseable {
  private final Path dir;
  private final @Nullable FileChannel channel;

  private DataDirectory(Path dir, @Nullable FileChannel channel) {
    this.dir = dir;
    this.channel = channel;
  }

  /** Opens for this process alone, and makes it where there is none. */
  static DataDirectory open(Path given) {
    return tryOpen(given)
        .orElseThrow(() ->
            new Failure(
                "Another Reeve is running over %s. Stop it first, or name another directory with --data."
                    .formatted(given)));
  }

  /** As {@link #open}; empty where another process holds it. */
  static Optional<DataDirectory> tryOpen(Path given) {
    Path dir = given.toAbsolutePath().normalize();
    try {
      makePrivate(dir);
      requireOurs(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new DataDirectory(dir, channel));
    } catch (IOException e) {
      throw new Failure("The data directory " + dir + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Opens one that another process holds, to look and to reach its database. */
  static DataDirectory share(Path given) {
    Path dir = given.toAbsolutePath().normalize();
    if (!Files.exists(dir.resolve("FORMAT"))) {
      throw new Failure(
          "There is no Reeve in " + dir + ". Start one with ./reeve up --data " + dir);
    }
    requireOurs(dir);
    return new DataDirectory(dir, null);
  }

  Path path() {
    return dir;
  }

  Path postgres() {
    return dir.resolve("postgres");
  }

  /** What any web server may serve. */
  Path publicFiles() {
    return made(dir.resolve("public"));
  }

  Path logs() {
    return made(dir.resolve("logs"));
  }

  /** Events, counters and verdicts; whoever writes there makes it. */
  Path watch() {
    return dir.resolve("watch");
  }

  /** The index of accounts, which the event log fills again where it is lost. */
  Path likeness() {
    return dir.resolve("likeness");
  }

  /** Evidence bundles; whoever writes there makes it. */
  Path bundles() {
    return dir.resolve("bundles");
  }

  Keys keys() {
    Path keys = made(dir.resolve("keys"));
    try {
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Keys(keys);
  }

  /** Whether anything was ever stored here. */
  boolean isFresh() {
    return !Files.exists(dir.resolve("FORMAT"));
  }

  void stamp(boolean embedded) {
    new DataFormat(DataFormat.PRODUCT, DataFormat.SCHEMA, embedded ? EmbeddedPostgres.MAJOR : 0)
        .write(dir.resolve("FORMAT"));
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePrivate(Path dir) throws IOException {
    if (!Files.exists(dir)) {
      // Others may pass through, since PostgreSQL may run as another user, but not list.
      Files.createDirectories(dir);
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx--x--x"));
    }
  }

  private static void requireOurs(Path dir) {
    Path format = dir.resolve("FORMAT");
    if (Files.exists(format)) {
      DataFormat.read(format).requireReadable(dir, EmbeddedPostgres.MAJOR);
      return;
    }
    try (var files = Files.list(dir)) {
      // A start that was cut short leaves our own names; anything else is somebody's.
      var ours =
          java.util.Set.of(
              "lock",
              "keys",
              "postgres",
              "public",
              "logs",
              "town",
              "town.new",
              "watch",
              "likeness",
              "bundles");
      var foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !ours.contains(name) && !name.equals("reeve.yaml"))
              .findAny();
      if (foreign.isPresent()) {
        throw new Failure(
            "%s is not empty (%s) and holds no Reeve. Name another directory with --data."
                .formatted(dir, foreign.get()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static Path made(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
