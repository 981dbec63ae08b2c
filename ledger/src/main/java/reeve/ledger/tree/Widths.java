package reeve.ledger.tree;

/** How wide and how high tiles are, and how their indexes are spelt. */
public final class Widths {
  /** Hashes in a full tile. */
  public static final int FULL = 256;

  /** Levels of tiles: enough for every size that a {@code long} can name. */
  public static final int LEVELS = 8;

  private Widths() {}

  /** Full nodes at a level of tiles in a tree of that size. */
  public static long nodes(long size, int level) {
    return size >>> (8 * level);
  }

  /** The width of a tile at a level in a tree of that size; 0 where there is none. */
  static int width(long size, int level, long index) {
    return (int) Math.clamp(nodes(size, level) - index * FULL, 0L, FULL);
  }

  static void check(long index, int width) {
    if (index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException("no tile " + index + " of width " + width);
    }
  }

  /** Three digits a folder, all but the last with an x; the width where it is not full. */
  static String path(long index, int width) {
    StringBuilder path = new StringBuilder("%03d".formatted(index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      path.insert(0, "x%03d/".formatted(rest % 1000));
    }
    return width == FULL ? path.toString() : path.append(".p/").append(width).toString();
  }
}
