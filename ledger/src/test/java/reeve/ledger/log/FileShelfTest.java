package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Resource;

class FileShelfTest {
  @TempDir private Path folder;

  @Nested
  class Contract extends ShelfContract {
    @Override
    protected Shelf open() {
      return new FileShelf(folder);
    }
  }

  @Test
  void filesStandWhereTheSpecificationSays() {
    new FileShelf(folder)
        .put(
            Map.of(
                new Resource.Checkpoint(), new byte[1],
                new Resource.Tile(0, 1_234_067, 256), new byte[2],
                new Resource.Bundle(5, 7), new byte[3]));
    assertThat(folder.resolve("checkpoint")).hasSize(1);
    assertThat(folder.resolve("tile/0/x001/x234/067")).hasSize(2);
    assertThat(folder.resolve("tile/entries/005.p/7")).hasSize(3);
  }

  @Test
  void whatCannotBeWrittenIsSaidAndLeavesWhatWasThere() throws Exception {
    var shelf = new FileShelf(folder);
    Resource checkpoint = new Resource.Checkpoint();
    shelf.put(Map.of(checkpoint, new byte[] {1}));
    // A folder stands where the file is written before it is moved.
    Files.createDirectory(folder.resolve(".checkpoint.tmp"));
    assertThatThrownBy(() -> shelf.put(Map.of(checkpoint, new byte[] {2})))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.problem()).isEqualTo(LedgerProblem.UNAVAILABLE));
    assertThat(shelf.read(checkpoint)).hasValue(new byte[] {1});
    Files.delete(folder.resolve(".checkpoint.tmp"));
    shelf.put(Map.of(checkpoint, new byte[] {2}));
    assertThat(shelf.read(checkpoint)).hasValue(new byte[] {2});
  }

  @Test
  void aFolderThatIsNoneIsUnavailable() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Map<Resource, byte[]> files = new HashMap<>();
    files.put(new Resource.Checkpoint(), new byte[1]);
    assertThatThrownBy(() -> new FileShelf(file).put(files)).isInstanceOf(LedgerException.class);
  }
}
