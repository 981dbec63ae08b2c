package reeve.ledger.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import reeve.ledger.tree.Bundles;
import reeve.ledger.tree.Edge;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Widths;

/** Brings entries from the store to the shelf as tiles and bundles. For one thread at a time. */
final class Shelving {
  /** Entries at once: 256 bundles and as many tiles. */
  private static final int CHUNK = Widths.FULL * Widths.FULL;

  private final Store store;
  private final Shelf shelf;
  private Edge edge;

  /** Partial files that were put and whose full ones may not have been yet. */
  private final List<Resource> partials = new ArrayList<>();

  /**
   * @param edge of what stands on the shelf
   */
  Shelving(Store store, Shelf shelf, Edge edge) {
    this.store = store;
    this.shelf = shelf;
    this.edge = edge;
    partials(edge, new byte[0], (resource, _) -> partials.add(resource));
  }

  long size() {
    return edge.size();
  }

  Hash root() {
    return edge.root();
  }

  /** Puts all files of the tree of that size; where it fails it may be called again. */
  void upTo(long size) {
    while (edge.size() < size) {
      Edge next = edge.copy();
      Map<Resource, byte[]> files = new LinkedHashMap<>();
      long first = edge.size() / Widths.FULL * Widths.FULL;
      int count = (int) Math.min(CHUNK, size - first);
      byte[] entries = store.read(first, count);
      for (int at = (int) (edge.size() - first); at < count; at++) {
        next.add(new Entry(Hash.at(entries, at * Hash.BYTES)), files::put);
      }
      for (int at = 0; at + Widths.FULL <= count; at += Widths.FULL) {
        files.put(
            new Resource.Bundle((first + at) / Widths.FULL, Widths.FULL),
            Bundles.of(entries, at * Hash.BYTES, Widths.FULL));
      }
      if (next.size() == size) {
        partials(next, entries, files::put);
        partials(next, entries, (resource, _) -> partials.add(resource));
      }
      shelf.put(files);
      edge = next;
    }
  }

  /** Drops partial files of which the full ones are published. */
  void dropPartials() {
    partials.removeIf(partial -> {
      boolean full =
          switch (partial) {
            case Resource.Tile tile ->
                tile.index() < Widths.nodes(edge.size(), tile.level()) / Widths.FULL;
            case Resource.Bundle bundle -> bundle.index() < edge.size() / Widths.FULL;
            case Resource.Checkpoint _, Resource.Predecessor _, Resource.Find _ -> false;
          };
      if (full) {
        shelf.drop(partial);
      }
      return full;
    });
  }

  /**
   * @param entries of which the last are those of the partial bundle
   */
  private static void partials(Edge edge, byte[] entries, BiConsumer<Resource, byte[]> each) {
    edge.partial(each::accept);
    int width = (int) (edge.size() % Widths.FULL);
    if (width > 0) {
      int offset = Math.max(0, entries.length - width * Hash.BYTES);
      int there = entries.length == 0 ? 0 : width;
      each.accept(
          new Resource.Bundle(edge.size() / Widths.FULL, width),
          Bundles.of(entries, offset, there));
    }
  }
}
