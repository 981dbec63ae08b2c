package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static reeve.ledger.log.StoreContract.entries;
import static reeve.ledger.log.StoreContract.refuses;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;

class FileStoreTest {
  @TempDir private Path folder;

  @Nested
  class Contract extends StoreContract {
    @Override
    protected Store open() {
      return FileStore.open(folder);
    }
  }

  @Nested
  class Faults extends FaultContract {
    @Override
    protected Store store(String life) {
      return FileStore.open(folder.resolve(life).resolve("store"));
    }

    @Override
    protected Shelf shelf(String life) {
      return new FileShelf(folder.resolve(life).resolve("public"));
    }
  }

  @Test
  void aSecondServerIsRefusedInThisProcessAndInAnother() throws Exception {
    try (var first = FileStore.open(folder)) {
      refuses(LedgerProblem.IN_USE, () -> FileStore.open(folder));
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Opener.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).contains("IN_USE");
      assertThat(first.head()).isEqualTo(Head.EMPTY);
    }
    FileStore.open(folder).close();
  }

  @Test
  void aFolderWhoseLockCannotBeOpenedIsNotKeptForEver() throws Exception {
    Files.createDirectory(folder.resolve("lock"));
    refuses(LedgerProblem.UNAVAILABLE, () -> FileStore.open(folder));
    Files.delete(folder.resolve("lock"));
    FileStore.open(folder).close();
  }

  /** What another process does. */
  static final class Opener {
    public static void main(String[] arguments) {
      try (var store = FileStore.open(Path.of(arguments[0]))) {
        System.out.println("opened " + store.head());
      } catch (LedgerException e) {
        System.out.println(e.problem());
      }
    }
  }

  @Test
  void aFlippedBitInTheHeadNeverTakesBackWhatWasGivenOut() throws Exception {
    Head last = filled();
    Path file = folder.resolve("head");
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int at = 0; at < whole.length; at += 5) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << (at % 8));
      Files.write(file, flipped);
      try (var store = FileStore.open(folder)) {
        assertThat(store.head()).isEqualTo(last);
      } catch (LedgerException e) {
        assertThat(e.problem()).isEqualTo(LedgerProblem.DAMAGED);
        refused++;
      }
    }
    // One sector of two is enough, so that nothing of this even stops it.
    assertThat(refused).isZero();
    for (int sector = 0; sector < 4; sector += 2) {
      byte[] flipped = whole.clone();
      flipped[sector * 512 + 9] ^= 4;
      flipped[sector * 512 + 512 + 9] ^= 4;
      Files.write(file, flipped);
      refuses(LedgerProblem.DAMAGED, () -> FileStore.open(folder));
    }
  }

  @Test
  void aCrashWithinTheHeadLeavesTheOneBefore() throws Exception {
    Head before = filled();
    byte[] whole = Files.readAllBytes(folder.resolve("head"));
    try (var store = FileStore.open(folder)) {
      append(store, entries(3, 9));
    }
    byte[] after = Files.readAllBytes(folder.resolve("head"));
    // Of the two sectors that were written none, one or both reached the disk.
    for (int mask = 0; mask < 4; mask++) {
      byte[] crashed = whole.clone();
      int turn = java.util.Arrays.mismatch(whole, after) / 1024 * 1024;
      for (int sector = 0; sector < 2; sector++) {
        if (((mask >> sector) & 1) == 1) {
          System.arraycopy(after, turn + sector * 512, crashed, turn + sector * 512, 512);
        }
      }
      Files.write(folder.resolve("head"), crashed);
      try (var store = FileStore.open(folder)) {
        assertThat(store.head().size()).isEqualTo(mask == 0 ? before.size() : before.size() + 3);
      }
    }
  }

  @Test
  void missingOrShortFilesAreDamage() throws Exception {
    filled();
    Path file = folder.resolve("entries");
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(access.length() - 1);
    }
    refuses(LedgerProblem.DAMAGED, () -> FileStore.open(folder));
    Files.delete(file);
    refuses(LedgerProblem.DAMAGED, () -> FileStore.open(folder));
    Files.write(file, new byte[320]);
    Files.delete(folder.resolve("head"));
    refuses(LedgerProblem.DAMAGED, () -> FileStore.open(folder));
    Files.write(folder.resolve("head"), new byte[2048]);
    refuses(LedgerProblem.DAMAGED, () -> FileStore.open(folder));
  }

  @Test
  void whatWasNeverGivenOutIsWrittenOver() throws IOException {
    Head last = filled();
    Files.write(folder.resolve("entries"), new byte[77], java.nio.file.StandardOpenOption.APPEND);
    try (var store = FileStore.open(folder)) {
      assertThat(store.head()).isEqualTo(last);
      List<Entry> more = entries(9, 5);
      append(store, more);
      assertThat(StoreContract.read(store, last.size(), 9)).isEqualTo(more);
    }
  }

  @Test
  void aStoreThatCannotWriteTakesNothingUntilItIsOpenedAgain() {
    var store = FileStore.open(folder);
    append(store, entries(2, 1));
    store.close();
    Head head = store.head();
    for (int i = 0; i < 2; i++) {
      refuses(
          LedgerProblem.STATE_UNKNOWN,
          () -> {
            append(store, entries(2, 2));
            return null;
          });
    }
    try (var again = FileStore.open(folder)) {
      assertThat(again.head()).isEqualTo(head);
    }
  }

  private Head filled() {
    try (var store = FileStore.open(folder)) {
      append(store, entries(4, 1));
      append(store, entries(300, 2));
      return store.head();
    }
  }

  private static void append(Store store, List<Entry> entries) {
    var edge = new Edge();
    if (store.head().size() > 0) {
      try {
        Opening.feed(edge, store, store.head().size());
      } catch (LedgerException closed) {
        edge = new Edge();
      }
    }
    Edge end = edge;
    entries.forEach(entry -> end.add(entry, (_, _) -> {}));
    store.append(store.head(), entries, new Head(store.head().size() + entries.size(), end.root()));
  }
}
