package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    // A file stands where a folder is to be, and a folder where a file is.
    Files.createFile(folder.resolve("tile"));
    Files.createDirectories(folder.resolve("predecessor/full"));
    for (Resource other : List.of(new Resource.Tile(0, 0, 1), new Resource.Predecessor())) {
      assertThatThrownBy(() -> shelf.put(Map.of(other, new byte[] {2})))
          .isInstanceOfSatisfying(
              LedgerException.class,
              e -> assertThat(e.problem()).isEqualTo(LedgerProblem.UNAVAILABLE));
    }
    assertThat(shelf.read(checkpoint)).hasValue(new byte[] {1});
    assertThat(folder.toFile().list())
        .as("nothing half is left")
        .containsExactlyInAnyOrder("checkpoint", "tile", "predecessor");
    shelf.put(Map.of(checkpoint, new byte[] {2}));
    assertThat(shelf.read(checkpoint)).hasValue(new byte[] {2});
  }

  @Test
  void twoWhoWriteOneFileAtOnceLeaveOneOfTheirs() throws Exception {
    Path file = folder.resolve("checkpoint");
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<?>> writing = new ArrayList<>();
      for (byte[] bytes : List.of(filled(1), filled(2))) {
        writing.add(
            pool.submit(() -> {
              for (int i = 0; i < 50; i++) {
                Durable.replace(file, bytes);
                assertThat(Files.readAllBytes(file)).isIn(filled(1), filled(2));
              }
              return null;
            }));
      }
      for (Future<?> each : writing) {
        each.get();
      }
    }
    assertThat(folder.toFile().list()).containsExactly("checkpoint");
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[30_000];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void aFolderThatIsNoneIsUnavailable() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Map<Resource, byte[]> files = new HashMap<>();
    files.put(new Resource.Checkpoint(), new byte[1]);
    assertThatThrownBy(() -> new FileShelf(file).put(files)).isInstanceOf(LedgerException.class);
  }
}
