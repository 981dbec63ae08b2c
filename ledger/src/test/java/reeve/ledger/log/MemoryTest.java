package reeve.ledger.log;

import org.junit.jupiter.api.Nested;

/** The fake is held to the contracts, since runs of many seeds stand on it. */
class MemoryTest {
  private final Memory memory = new Memory();

  @Nested
  class AsStore extends StoreContract {
    @Override
    protected Store open() {
      return memory;
    }
  }

  @Nested
  class AsShelf extends ShelfContract {
    @Override
    protected Shelf open() {
      return memory;
    }
  }
}
