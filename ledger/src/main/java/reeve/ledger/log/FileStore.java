package reeve.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;

/**
 * A store in a folder: {@code entries}, 32 bytes each, flushed before {@code head} says that they
 * are there. What stands in {@code entries} beyond the head was never given out, and is written
 * over.
 */
public final class FileStore implements Store {
  private final FolderLock lock;
  private final FileChannel entries;
  private final HeadFile headFile;
  private volatile Head head;
  private boolean broken;

  private FileStore(FolderLock lock, FileChannel entries, HeadFile headFile) {
    this.lock = lock;
    this.entries = entries;
    this.headFile = headFile;
    this.head = headFile.head();
  }

  /**
   * Opens the folder, or makes it.
   *
   * @throws LedgerException {@code IN_USE}: somebody else has it; {@code DAMAGED}: less is there
   *     than was given out
   */
  public static FileStore open(Path folder) {
    @Nullable FolderLock lock = null;
    @Nullable HeadFile head = null;
    @Nullable FileChannel entries = null;
    @Nullable FileStore opened = null;
    try {
      Durable.folders(folder);
      lock = FolderLock.take(folder);
      Path file = folder.resolve("entries");
      Path headFile = folder.resolve("head");
      head = HeadFile.open(headFile, !Files.exists(headFile) && !Files.exists(file));
      entries =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      Durable.flush(folder);
      if (entries.size() < head.head().size() * Hash.BYTES) {
        throw new LedgerException(
            LedgerProblem.DAMAGED,
            file + " is cut short: it must hold " + head.head().size() + " entries.");
      }
      opened = new FileStore(lock, entries, head);
      return opened;
    } catch (NoSuchFileException e) {
      throw new LedgerException(
          LedgerProblem.DAMAGED, e.getFile() + " is missing; put back a copy.", e);
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, folder + " cannot be opened: " + e.getMessage(), e);
    } finally {
      if (opened == null) {
        close(head);
        close(entries);
        close(lock);
      }
    }
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public void append(Head from, List<Entry> batch, Head to) {
    if (broken) {
      throw unknown(null);
    }
    if (!from.equals(head) || to.size() != from.size() + batch.size()) {
      throw new LedgerException(
          LedgerProblem.OVERTAKEN, "The store ends at " + head.size() + " entries by now.");
    }
    byte[] bytes = new byte[batch.size() * Hash.BYTES];
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).commitment().into(bytes, i * Hash.BYTES);
    }
    broken = true;
    try {
      Durable.write(entries, ByteBuffer.wrap(bytes), from.size() * Hash.BYTES);
      entries.force(false);
      headFile.write(to);
    } catch (IOException e) {
      throw unknown(e);
    }
    broken = false;
    head = to;
  }

  @Override
  public byte[] read(long from, int count) {
    if (from < 0 || from + count > head.size()) {
      throw new LedgerException(
          LedgerProblem.NONE, "The store ends at " + head.size() + " entries.");
    }
    var bytes = ByteBuffer.allocate(count * Hash.BYTES);
    try {
      while (bytes.hasRemaining()
          && entries.read(bytes, from * Hash.BYTES + bytes.position()) >= 0) {}
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, "The entries cannot be read: " + e.getMessage(), e);
    }
    if (bytes.hasRemaining()) {
      throw new LedgerException(LedgerProblem.DAMAGED, "The file of entries is cut short.");
    }
    return bytes.array();
  }

  private static LedgerException unknown(@Nullable IOException cause) {
    return new LedgerException(
        LedgerProblem.STATE_UNKNOWN,
        "Writing the ledger failed and may have happened; open it again.",
        cause);
  }

  @Override
  public void close() {
    close(headFile);
    close(entries);
    close(lock);
  }

  private static void close(@Nullable Closeable file) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new LedgerException(
          LedgerProblem.UNAVAILABLE, "A file cannot be closed: " + e.getMessage(), e);
    }
  }
}
