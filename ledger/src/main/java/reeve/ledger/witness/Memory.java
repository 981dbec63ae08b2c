package reeve.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.log.Durable;
import reeve.ledger.log.FolderLock;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.tree.Hasher;

/**
 * What a witness signed last of each log, a file each: the checkpoint's three lines and the time.
 * It is durable before the signature leaves.
 */
final class Memory implements AutoCloseable {
  private final Path folder;
  private final FolderLock lock;

  Memory(Path folder) {
    this.folder = folder;
    try {
      Durable.folders(folder);
      lock = FolderLock.take(folder);
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  record Signed(Checkpoint checkpoint, long time) {}

  /**
   * @throws LedgerException {@code DAMAGED}: the file is not as it was written; the witness must
   *     not take this for having signed nothing
   */
  Optional<Signed> last(String origin) {
    Path file = file(origin);
    try {
      String text = Files.readString(file);
      List<String> lines = text.lines().toList();
      if (lines.size() != 5 || !sum(text.substring(0, text.length() - 65)).equals(lines.get(4))) {
        throw new LedgerException(LedgerProblem.DAMAGED, file + " is damaged; put back a copy.");
      }
      Checkpoint checkpoint = Checkpoint.of(text);
      return Optional.of(new Signed(checkpoint, Checkpoint.size(lines.get(3))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unavailable(file, e);
    }
  }

  void keep(Signed signed) {
    Path file = file(signed.checkpoint().origin());
    String text = signed.checkpoint().text() + signed.time() + "\n";
    try {
      Durable.replace(file, (text + sum(text) + "\n").getBytes(StandardCharsets.UTF_8));
      Durable.flush(folder);
    } catch (IOException e) {
      throw unavailable(file, e);
    }
  }

  private static String sum(String text) {
    return new Hasher().plain(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private Path file(String origin) {
    return folder.resolve(sum(origin));
  }

  private static LedgerException unavailable(Path file, IOException e) {
    return new LedgerException(
        LedgerProblem.UNAVAILABLE, file + " cannot be used: " + e.getMessage(), e);
  }
}
