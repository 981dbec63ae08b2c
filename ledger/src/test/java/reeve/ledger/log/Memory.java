package reeve.ledger.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Resource;

/** A store and a shelf without a disk, which outlive being opened again; for runs of many seeds. */
final class Memory implements Store, Shelf {
  final Map<String, byte[]> files = new HashMap<>();
  private byte[] entries = new byte[0];
  private Head head = Head.EMPTY;

  @Override
  public synchronized Head head() {
    return head;
  }

  @Override
  public synchronized void append(Head from, List<Entry> batch, Head to) {
    if (!from.equals(head) || to.size() != from.size() + batch.size()) {
      throw new LedgerException(LedgerProblem.OVERTAKEN, "It ends at " + head.size());
    }
    int at = entries.length;
    entries = java.util.Arrays.copyOf(entries, at + batch.size() * Hash.BYTES);
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).commitment().into(entries, at + i * Hash.BYTES);
    }
    head = to;
  }

  @Override
  public synchronized byte[] read(long from, int count) {
    if (from < 0 || from + count > head.size()) {
      throw new LedgerException(LedgerProblem.NONE, "It ends at " + head.size());
    }
    int at = (int) from * Hash.BYTES;
    return java.util.Arrays.copyOfRange(entries, at, at + count * Hash.BYTES);
  }

  @Override
  public void close() {}

  @Override
  public synchronized Optional<byte[]> read(Resource resource) {
    return Optional.ofNullable(files.get(resource.path())).map(byte[]::clone);
  }

  @Override
  public synchronized void put(Map<Resource, byte[]> put) {
    put.forEach((resource, bytes) -> files.put(resource.path(), bytes.clone()));
  }

  @Override
  public synchronized void drop(Resource partial) {
    String widths = partial.path().substring(0, partial.path().lastIndexOf('/') + 1);
    files.keySet().removeIf(path -> path.startsWith(widths));
  }
}
