package reeve.ledger.tree;

import java.util.List;
import java.util.Optional;

/**
 * A proof that an entry stands at an index (RFC 6962, section 2.1.1).
 *
 * @param index of the entry, from 0
 * @param size entries of the tree
 * @param path the sibling of the leaf first
 */
public record Inclusion(long index, long size, List<Hash> path) {
  public Inclusion {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " has no entry " + index);
    }
    path = List.copyOf(path);
  }

  /** Whether it leads from that entry to that root. */
  public boolean proves(Entry entry, Hash root) {
    return root(entry).filter(root::equals).isPresent();
  }

  /**
   * The root that it leads to; nothing where the path has another length than index and size ask.
   */
  private Optional<Hash> root(Entry entry) {
    var hasher = new Hasher();
    Hash hash = hasher.leaf(entry);
    long node = index;
    long last = size - 1;
    for (Hash sibling : path) {
      if (last == 0) {
        return Optional.empty();
      }
      if (node % 2 == 1 || node == last) {
        hash = hasher.node(sibling, hash);
        while (node % 2 == 0 && node != 0) {
          node /= 2;
          last /= 2;
        }
      } else {
        hash = hasher.node(hash, sibling);
      }
      node /= 2;
      last /= 2;
    }
    return last == 0 ? Optional.of(hash) : Optional.empty();
  }
}
