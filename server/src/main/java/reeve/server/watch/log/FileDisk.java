package reeve.server.watch.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory of the machine, mode 0700, its files 0600. */
final class FileDisk implements Disk {
  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<StandardOpenOption> BOTH =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** What one call to the channel takes: its temporary buffer is as large. */
  private static final int PIECE = 1 << 20;

  private final Path directory;
  private final @Nullable FileChannel lock;
  private final Set<StandardOpenOption> opening;

  private FileDisk(Path directory, @Nullable FileChannel lock, Set<StandardOpenOption> opening) {
    this.directory = directory;
    this.lock = lock;
    this.opening = opening;
  }

  /** The directory as it is, for reading alone. */
  static FileDisk reading(Path directory) {
    return new FileDisk(directory, null, Set.of(StandardOpenOption.READ));
  }

  /** The directory, made where there is none. */
  static FileDisk at(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, OWNER);
    return new FileDisk(directory, null, BOTH);
  }

  /**
   * The directory, for this process alone until it is closed.
   *
   * @throws LogException {@link LogProblem#IN_USE}
   */
  static FileDisk alone(Path directory) throws IOException {
    FileDisk disk = at(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNERS);
    if (!locked(channel)) {
      channel.close();
      throw new LogException(
          LogProblem.IN_USE,
          "Another process uses the event log in " + directory + ". Stop it first.");
    }
    return new FileDisk(disk.directory, channel, BOTH);
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // by another log of this process
    }
  }

  @Override
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals(LOCK)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  @Override
  public Stored create(String name) throws IOException {
    return new Channel(
        FileChannel.open(
            directory.resolve(name),
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OWNERS));
  }

  @Override
  public Stored open(String name) throws IOException {
    return new Channel(FileChannel.open(directory.resolve(name), opening));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  private record Channel(FileChannel channel) implements Stored {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, byte[] into, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        ByteBuffer piece = ByteBuffer.wrap(into, from + done, Math.min(PIECE, length - done));
        int n = channel.read(piece, position + done);
        if (n < 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, from + done, Math.min(PIECE, length - done));
        done += channel.write(piece, position + done);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
