package reeve.ledger.tree;

import java.util.List;

/**
 * A proof that a tree continues a smaller one (RFC 6962, section 2.1.2; checked as in RFC 9162,
 * section 2.1.4.2).
 *
 * @param from entries of the smaller tree
 * @param to entries of the larger
 * @param path empty where {@code from} is 0 or {@code to}
 */
public record Consistency(long from, long to, List<Hash> path) {
  public Consistency {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("a tree of " + to + " cannot continue one of " + from);
    }
    path = List.copyOf(path);
  }

  /** Whether it leads from the root of the smaller tree to that of the larger. */
  public boolean proves(Hash smaller, Hash larger) {
    if (from == to) {
      return path.isEmpty() && smaller.equals(larger);
    }
    if (from == 0) {
      return path.isEmpty() && smaller.equals(Hasher.EMPTY);
    }
    boolean whole = Long.bitCount(from) == 1;
    if (path.isEmpty() && !whole) {
      return false;
    }
    var hasher = new Hasher();
    long node = from - 1;
    long last = to - 1;
    int trailing = Long.numberOfTrailingZeros(~node);
    node >>= trailing;
    last >>= trailing;
    // A smaller tree that is one whole subtree leaves its root out of the path.
    Hash old = whole ? smaller : path.getFirst();
    Hash now = old;
    for (Hash hash : whole ? path : path.subList(1, path.size())) {
      if (last == 0) {
        return false;
      }
      if (node % 2 == 1 || node == last) {
        old = hasher.node(hash, old);
        now = hasher.node(hash, now);
        while (node % 2 == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        now = hasher.node(now, hash);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && old.equals(smaller) && now.equals(larger);
  }
}
