package reeve.ledger.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;

/**
 * Makes proofs from the tiles of a tree of one size (RFC 6962, section 2.1). What it reads it does
 * not believe: each proof is checked against the root before it is given. For one thread at a time.
 */
public final class Prover {
  private static final int KEPT = 64;

  private final Tiles tiles;
  private final long size;
  private final Hash root;
  private final Hasher hasher = new Hasher();

  @SuppressWarnings("serial")
  private final Map<Resource.Tile, byte[]> read =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Resource.Tile, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param root the signed one
   */
  public Prover(Tiles tiles, long size, Hash root) {
    this.tiles = tiles;
    this.size = size;
    this.root = root;
  }

  /** An entry with its proof. */
  public record Proven(Entry entry, Inclusion inclusion) {}

  /**
   * @throws LedgerException {@code NONE}: there is no such entry; {@code DAMAGED}: what is
   *     published does not lead to the root
   */
  public Proven inclusion(long index) {
    if (index < 0 || index >= size) {
      throw new LedgerException(
          LedgerProblem.NONE, "The log has " + size + " entries, and none at " + index + ".");
    }
    Entry entry = entry(index);
    List<Hash> path = new ArrayList<>();
    path(index, 0, size, path);
    var proof = new Inclusion(index, size, path);
    if (!proof.proves(entry, root)) {
      throw damaged("What is published of entry " + index + " does not lead to the signed root.");
    }
    return new Proven(entry, proof);
  }

  /**
   * @param smaller the root of the smaller tree
   * @throws LedgerException {@code FORKED}: the tree does not continue it; {@code DAMAGED}: its own
   *     tiles do not lead to the root
   */
  public Consistency consistency(long from, Hash smaller) {
    Consistency proof = consistency(from);
    if (!proof.proves(smaller, root)) {
      Hash own = from == 0 ? Hasher.EMPTY : range(0, from);
      if (!own.equals(smaller) && proof.proves(own, root)) {
        throw new LedgerException(
            LedgerProblem.FORKED,
            "The tree of " + size + " entries does not continue that of " + from + ".");
      }
      throw damaged("What is published does not lead to the signed root of " + size + ".");
    }
    return proof;
  }

  /** The proof unchecked, for those who do not know the root of the smaller tree. */
  public Consistency consistency(long from) {
    List<Hash> path = new ArrayList<>();
    if (from > 0 && from < size) {
      subproof(from, 0, size, true, path);
    }
    return new Consistency(from, size, path);
  }

  private void path(long index, long low, long high, List<Hash> path) {
    if (high - low == 1) {
      return;
    }
    long middle = low + split(high - low);
    if (index < middle) {
      path(index, low, middle, path);
      path.add(range(middle, high));
    } else {
      path(index, middle, high, path);
      path.add(range(low, middle));
    }
  }

  private void subproof(long from, long low, long high, boolean whole, List<Hash> path) {
    if (from == high) {
      if (!whole) {
        path.add(range(low, high));
      }
      return;
    }
    long middle = low + split(high - low);
    if (from <= middle) {
      subproof(from, low, middle, whole, path);
      path.add(range(middle, high));
    } else {
      subproof(from, middle, high, false, path);
      path.add(range(low, middle));
    }
  }

  /** The root over the entries from {@code low} to before {@code high}. */
  private Hash range(long low, long high) {
    long count = high - low;
    if (Long.bitCount(count) == 1) {
      return whole(Long.numberOfTrailingZeros(count), low / count);
    }
    long middle = low + split(count);
    return hasher.node(range(low, middle), range(middle, high));
  }

  /** The root of a whole subtree of {@code 2^height} entries, from the tile below or at it. */
  private Hash whole(int height, long index) {
    int level = height / 8;
    int hashes = 1 << (height % 8);
    long first = index * hashes;
    long at = first / Widths.FULL;
    byte[] tile =
        read.computeIfAbsent(
            new Resource.Tile(level, at, Widths.width(size, level, at)), this::tile);
    int offset = (int) (first % Widths.FULL) * Hash.BYTES;
    byte[] part = Arrays.copyOfRange(tile, offset, offset + hashes * Hash.BYTES);
    return hasher.fold(part, 0, hashes);
  }

  private byte[] tile(Resource.Tile tile) {
    return tiles
        .readPart(tile)
        .filter(bytes -> bytes.length == tile.bytes())
        .orElseThrow(() -> damaged(tile.path() + " is missing or cut short."));
  }

  private Entry entry(long index) {
    var bundle =
        new Resource.Bundle(index / Widths.FULL, Widths.width(size, 0, index / Widths.FULL));
    byte[] bytes =
        tiles
            .readPart(bundle)
            .filter(read -> read.length == bundle.bytes())
            .orElseThrow(() -> damaged(bundle.path() + " is missing or cut short."));
    return Bundles.entry(bytes, (int) (index % Widths.FULL))
        .orElseThrow(() -> damaged(bundle.path() + " has an entry of another length than 32."));
  }

  /** The largest power of two below {@code count}. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  private static LedgerException damaged(String message) {
    return new LedgerException(LedgerProblem.DAMAGED, message);
  }
}
