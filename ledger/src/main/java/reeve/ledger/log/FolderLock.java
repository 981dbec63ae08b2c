package reeve.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/**
 * One process's right to write in a folder. Which folders this process has is kept here, since on
 * POSIX a process loses its lock of a file when it closes any channel to it.
 */
public final class FolderLock implements Closeable {
  private static final Set<Path> MINE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel file;

  private FolderLock(Path folder, FileChannel file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * @throws LedgerException {@code IN_USE}
   */
  public static FolderLock take(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!MINE.add(real)) {
      throw inUse(folder);
    }
    boolean taken = false;
    try {
      FileChannel file =
          FileChannel.open(
              real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = locked(file);
      if (!taken) {
        throw inUse(folder);
      }
      return new FolderLock(real, file);
    } finally {
      if (!taken) {
        MINE.remove(real);
      }
    }
  }

  /** Whether the lock was free; the file is closed where it was not. */
  private static boolean locked(FileChannel file) throws IOException {
    boolean free = false;
    try {
      free = file.tryLock() != null;
      return free;
    } finally {
      if (!free) {
        file.close();
      }
    }
  }

  private static LedgerException inUse(Path folder) {
    return new LedgerException(
        LedgerProblem.IN_USE, "Another process has the ledger in " + folder + " open.");
  }

  @Override
  public void close() throws IOException {
    if (file.isOpen()) {
      file.close();
      MINE.remove(folder);
    }
  }
}
