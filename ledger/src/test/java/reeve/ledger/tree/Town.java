package reeve.ledger.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A published tree of random entries in memory, with the entries and edges it grew from. */
public final class Town implements Tiles {
  public final Map<String, byte[]> files = new HashMap<>();
  public final List<byte[]> entries = new ArrayList<>();
  public final Edge edge = new Edge();

  public Town(long seed, int size) {
    grow(new Random(seed), size);
  }

  public void grow(Random random, int more) {
    for (int i = 0; i < more; i++) {
      byte[] entry = new byte[Hash.BYTES];
      random.nextBytes(entry);
      add(entry);
    }
    publish();
  }

  private void add(byte[] entry) {
    entries.add(entry);
    edge.add(new Entry(Hash.at(entry, 0)), (tile, bytes) -> files.put(tile.path(), bytes));
    if (entries.size() % Widths.FULL == 0) {
      bundle(entries.size() / Widths.FULL - 1, Widths.FULL);
    }
  }

  private void publish() {
    edge.partial((tile, bytes) -> files.put(tile.path(), bytes));
    if (entries.size() % Widths.FULL > 0) {
      bundle(entries.size() / Widths.FULL, entries.size() % Widths.FULL);
    }
  }

  private void bundle(int index, int width) {
    byte[] side = new byte[width * Hash.BYTES];
    for (int i = 0; i < width; i++) {
      System.arraycopy(entries.get(index * Widths.FULL + i), 0, side, i * Hash.BYTES, Hash.BYTES);
    }
    files.put(new Resource.Bundle(index, width).path(), Bundles.of(side, 0, width));
  }

  public Entry entry(int index) {
    return new Entry(Hash.at(entries.get(index), 0));
  }

  public int size() {
    return entries.size();
  }

  public Model model() {
    return new Model(entries);
  }

  @Override
  public Optional<byte[]> read(Resource resource) {
    return Optional.ofNullable(files.get(resource.path())).map(byte[]::clone);
  }
}
