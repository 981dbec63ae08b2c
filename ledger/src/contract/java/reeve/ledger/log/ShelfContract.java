package reeve.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reeve.ledger.tree.Resource;

/** What every {@link Shelf} must do. */
public abstract class ShelfContract {
  private Shelf shelf;

  /** The shelf of this test: empty the first time, then as it was left. */
  protected abstract Shelf open() throws Exception;

  @BeforeEach
  final void begin() throws Exception {
    shelf = open();
  }

  @Test
  void whatIsNotThereIsNothing() {
    assertThat(shelf.read(new Resource.Checkpoint())).isEmpty();
    assertThat(shelf.read(new Resource.Tile(1, 2, 3))).isEmpty();
    assertThat(shelf.readPart(new Resource.Bundle(1, 3))).isEmpty();
  }

  @Test
  void whatWasPutIsThereWholeAndReplaced() throws Exception {
    Map<Resource, byte[]> files = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      files.put(new Resource.Tile(0, i, 256), new byte[] {(byte) i, 1});
      files.put(new Resource.Bundle(i, 256), new byte[] {(byte) i, 2, 3});
    }
    files.put(new Resource.Bundle(300, 9), new byte[9]);
    files.put(new Resource.Predecessor(), new byte[] {4});
    shelf.put(files);
    shelf = open();
    files.forEach((resource, bytes) -> assertThat(shelf.read(resource)).hasValue(bytes));
    shelf.put(Map.of(new Resource.Tile(0, 7, 256), new byte[] {5}));
    shelf.put(Map.of());
    assertThat(shelf.read(new Resource.Tile(0, 7, 256))).hasValue(new byte[] {5});
  }

  @Test
  void partialsThatAreDroppedAreReadFromTheFullOne() {
    Resource partial = new Resource.Tile(0, 1, 2);
    byte[] full = new byte[256 * 32];
    full[63] = 7;
    full[64] = 8;
    shelf.put(Map.of(partial, new byte[64], new Resource.Tile(0, 1, 5), new byte[160]));
    shelf.put(Map.of(new Resource.Tile(0, 1, 256), full));
    shelf.drop(partial);
    shelf.drop(partial);
    assertThat(shelf.readPart(partial))
        .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(64).endsWith(7));
    assertThat(shelf.read(new Resource.Tile(0, 1, 256))).hasValue(full);
  }
}
