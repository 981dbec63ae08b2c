package reeve.ledger.log;

import reeve.ledger.tree.Hash;
import reeve.ledger.tree.Hasher;

/**
 * Where a store ends.
 *
 * @param size entries
 * @param root of the tree over them
 */
public record Head(long size, Hash root) {
  public static final Head EMPTY = new Head(0, Hasher.EMPTY);
}
