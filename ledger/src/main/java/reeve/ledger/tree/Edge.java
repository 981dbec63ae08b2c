package reeve.ledger.tree;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/**
 * The right edge of a growing tree: of each level the tile that is not yet full. All that appending
 * and the root need. For one thread at a time.
 */
public final class Edge {
  private final Hasher hasher = new Hasher();
  private final byte[][] tiles = new byte[Widths.LEVELS][Widths.FULL * Hash.BYTES];
  private final byte[] scratch = new byte[(Widths.FULL + 1) * Hash.BYTES];
  private long size;

  /** The edge of a tree without entries. */
  public Edge() {}

  /**
   * The edge of a published tree, as its partial tiles tell it: its {@link #root} is still to be
   * held against a signed one.
   *
   * @throws LedgerException {@code DAMAGED}: a tile is not there or has another length
   */
  public static Edge read(Tiles tiles, long size) {
    var edge = new Edge();
    edge.size = size;
    for (int level = 0; level < Widths.LEVELS; level++) {
      int width = (int) (Widths.nodes(size, level) % Widths.FULL);
      if (width > 0) {
        var tile = new Resource.Tile(level, Widths.nodes(size, level) / Widths.FULL, width);
        byte[] bytes =
            tiles
                .readPart(tile)
                .filter(read -> read.length == tile.bytes())
                .orElseThrow(() ->
                    new LedgerException(
                        LedgerProblem.DAMAGED, tile.path() + " is missing or cut short."));
        System.arraycopy(bytes, 0, edge.tiles[level], 0, bytes.length);
      }
    }
    return edge;
  }

  public Edge copy() {
    var copy = new Edge();
    copy.size = size;
    for (int level = 0; level < Widths.LEVELS; level++) {
      copy.tiles[level] = tiles[level].clone();
    }
    return copy;
  }

  public long size() {
    return size;
  }

  public void add(Entry entry, BiConsumer<Resource.Tile, byte[]> filled) {
    add(hasher.leaf(entry), filled);
  }

  /** Adds the leaf hash of the next entry; hands out the tiles that it fills, lowest first. */
  void add(Hash leaf, BiConsumer<Resource.Tile, byte[]> filled) {
    Hash hash = leaf;
    for (int level = 0; level < Widths.LEVELS; level++) {
      long at = Widths.nodes(size, level);
      int within = (int) (at % Widths.FULL);
      byte[] tile = tiles[level];
      hash.into(tile, within * Hash.BYTES);
      if (within + 1 < Widths.FULL) {
        break;
      }
      filled.accept(new Resource.Tile(level, at / Widths.FULL, Widths.FULL), tile.clone());
      hash = hasher.fold(tile, 0, Widths.FULL);
    }
    size++;
  }

  /** Hands out the tiles of the edge that are not full, lowest first. */
  public void partial(BiConsumer<Resource.Tile, byte[]> each) {
    for (int level = 0; level < Widths.LEVELS; level++) {
      int width = (int) (Widths.nodes(size, level) % Widths.FULL);
      if (width > 0) {
        each.accept(
            new Resource.Tile(level, Widths.nodes(size, level) / Widths.FULL, width),
            Arrays.copyOf(tiles[level], width * Hash.BYTES));
      }
    }
  }

  /** The root of the tree so far (RFC 6962, section 2.1). */
  public Hash root() {
    @Nullable Hash below = null;
    for (int level = 0; level < Widths.LEVELS; level++) {
      int count = (int) (Widths.nodes(size, level) % Widths.FULL);
      System.arraycopy(tiles[level], 0, scratch, 0, count * Hash.BYTES);
      if (below != null) {
        below.into(scratch, count++ * Hash.BYTES);
      }
      below = count == 0 ? null : hasher.fold(scratch, 0, count);
    }
    return below == null ? Hasher.EMPTY : below;
  }
}
