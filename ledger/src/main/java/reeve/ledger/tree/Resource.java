package reeve.ledger.tree;

/** One of the files that a log publishes. */
public sealed interface Resource {
  /** Where it stands below the log's prefix. */
  String path();

  /** Bytes that are read of it; none that a log publishes is larger. */
  default int largest() {
    return 64 * 1024;
  }

  /** The signed size and root. */
  record Checkpoint() implements Resource {
    @Override
    public String path() {
      return "checkpoint";
    }
  }

  /** The last checkpoint of the log that this one follows. */
  record Predecessor() implements Resource {
    @Override
    public String path() {
      return "predecessor";
    }
  }

  /**
   * Where entries stand that were opened to somebody.
   *
   * @param shard the first three hex digits of a locator
   */
  record Find(String shard) implements Resource {
    public Find {
      if (!shard.matches("[0-9a-f]{3}")) {
        throw new IllegalArgumentException("a shard is three hex digits");
      }
    }

    @Override
    public String path() {
      return "find/" + shard + ".json";
    }

    @Override
    public int largest() {
      return 4 << 20;
    }
  }

  /**
   * Hashes side by side: at level 0 of leaves, above of full tiles below.
   *
   * @param level 0 to {@link Widths#LEVELS} less one
   * @param index from 0
   * @param width hashes, 1 to 256
   */
  record Tile(int level, long index, int width) implements Resource {
    public Tile {
      if (level < 0 || level >= Widths.LEVELS) {
        throw new IllegalArgumentException("a tree has no level " + level);
      }
      Widths.check(index, width);
    }

    @Override
    public String path() {
      return "tile/" + level + "/" + Widths.path(index, width);
    }

    int bytes() {
      return width * Hash.BYTES;
    }
  }

  /**
   * Entries, each with its length before it.
   *
   * @param index that of the tile of level 0 with their hashes
   * @param width entries, 1 to 256
   */
  record Bundle(long index, int width) implements Resource {
    public Bundle {
      Widths.check(index, width);
    }

    @Override
    public String path() {
      return "tile/entries/" + Widths.path(index, width);
    }

    int bytes() {
      return width * Entry.BUNDLED_BYTES;
    }
  }
}
