package reeve.ledger.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reeve.ledger.Fault;
import reeve.ledger.Findings;

/**
 * Reads every tile and every entry of a published tree and holds them against its root, from the
 * top down, so that what is wrong is told with its place. Of the levels above the lowest it keeps
 * all hashes: an eighth of a byte for each entry. What is not held against a tile above, the right
 * edge, is read once and kept: whoever answers a second time otherwise is not asked again.
 */
public final class TreeCheck {
  /** Entries that a tree may have unless somebody says more: 125 MB are kept of so many. */
  public static final long MOST = 1_000_000_000;

  private static final int CHUNK = 32;

  private final Tiles tiles;
  private final long size;
  private final Findings findings;
  private final Map<Resource, byte[]> edge = new LinkedHashMap<>();

  private TreeCheck(Tiles tiles, long size, Findings findings) {
    this.tiles = tiles;
    this.size = size;
    this.findings = findings;
  }

  /**
   * @param threads that read and hash at the same time
   * @throws reeve.ledger.LedgerException {@code UNAVAILABLE}: something could not be read at all
   */
  public static void check(Tiles tiles, long size, Hash root, int threads, Findings findings) {
    new TreeCheck(tiles, size, findings).run(root, threads);
  }

  private void run(Hash root, int threads) {
    long before = findings.count();
    for (int level = 0; level < Widths.LEVELS; level++) {
      long index = Widths.nodes(size, level) / Widths.FULL;
      int width = Widths.width(size, level, index);
      if (width > 0) {
        var tile = new Resource.Tile(level, index, width);
        byte[] bytes = whole(tile, tile.bytes());
        if (bytes != null) {
          edge.put(tile, bytes);
        }
      }
    }
    if (findings.count() > before) {
      return;
    }
    if (!Edge.read(tile -> Optional.ofNullable(edge.get(tile)), size).root().equals(root)) {
      findings.add(
          Fault.WRONG_ROOT,
          "checkpoint",
          "the signed root is not that of "
              + String.join(", ", edge.keySet().stream().map(Resource::path).toList())
              + "; one of them or the checkpoint is wrong.");
      return;
    }
    List<byte @Nullable []> above = List.of();
    for (int level = Widths.LEVELS - 1; level > 0; level--) {
      above = level(level, above);
      if (findings.enough()) {
        return;
      }
    }
    lowest(above, threads);
  }

  /** Checks the tiles of a level against those above; gives them, with null for what is missing. */
  private List<byte @Nullable []> level(int level, List<byte @Nullable []> above) {
    var hasher = new Hasher();
    List<byte @Nullable []> read = new ArrayList<>();
    long count = (Widths.nodes(size, level) + Widths.FULL - 1) / Widths.FULL;
    for (long index = 0; index < count && !findings.enough(); index++) {
      read.add(tile(level, index, above, hasher));
    }
    return read;
  }

  /** A tile of the edge; or one that has its length and was held against the tile above. */
  private byte @Nullable [] tile(
      int level, long index, List<byte @Nullable []> above, Hasher hasher) {
    var tile = new Resource.Tile(level, index, Widths.width(size, level, index));
    if (tile.width() < Widths.FULL) {
      return edge.get(tile);
    }
    byte[] bytes = whole(tile, tile.bytes());
    if (bytes != null) {
      byte @Nullable [] parent = above.get((int) (index / Widths.FULL));
      Hash is = hasher.fold(bytes.clone(), 0, Widths.FULL);
      if (parent != null && !is.equals(Hash.at(parent, (int) (index % Widths.FULL) * Hash.BYTES))) {
        findings.add(Fault.WRONG_TILE, tile.path(), "its hash is not what the tile above it says.");
      }
    }
    return bytes;
  }

  private void lowest(List<byte @Nullable []> above, int threads) {
    long count = (size + Widths.FULL - 1) / Widths.FULL;
    var next = new AtomicLong();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(() -> {
              var hasher = new Hasher();
              long from;
              while ((from = next.getAndAdd(CHUNK)) < count && !findings.enough()) {
                for (long at = from; at < Math.min(count, from + CHUNK); at++) {
                  entries(at, tile(0, at, above, hasher), hasher);
                }
              }
            }));
      }
      for (Future<?> each : running) {
        await(each, () -> next.set(count));
      }
    }
  }

  private static void await(Future<?> running, Runnable stop) {
    try {
      running.get();
    } catch (ExecutionException e) {
      stop.run();
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      stop.run();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking", e);
    }
  }

  /** Holds the entries of a bundle against their tile. */
  private void entries(long index, byte @Nullable [] tile, Hasher hasher) {
    var bundle = new Resource.Bundle(index, Widths.width(size, 0, index));
    byte[] bytes = whole(bundle, bundle.bytes());
    if (bytes == null || tile == null) {
      return;
    }
    for (int i = 0; i < bundle.width(); i++) {
      if (!Bundles.whole(bytes, i)
          || !hasher
              .leaf(bytes, i * Entry.BUNDLED_BYTES + 2)
              .equals(Hash.at(tile, i * Hash.BYTES))) {
        findings.add(
            Fault.WRONG_ENTRY,
            bundle.path(),
            "entry " + (index * Widths.FULL + i) + " is not the one that its tile commits to.");
      }
    }
  }

  /** A file that is there and has its length; else what is wrong is noted. */
  private byte @Nullable [] whole(Resource resource, int bytes) {
    byte[] read = tiles.readPart(resource).orElse(null);
    if (read == null) {
      findings.add(Fault.MISSING, resource.path(), "it is not there.");
      return null;
    }
    if (read.length != bytes) {
      findings.add(
          Fault.CUT, resource.path(), "it has " + read.length + " bytes instead of " + bytes + ".");
      return null;
    }
    return read;
  }
}
