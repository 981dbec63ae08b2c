package reeve.ledger.tree;

/** One entry of a log: a commitment, opaque, without kind, subject or time of its own. */
public record Entry(Hash commitment) {
  /** In a bundle: its length before it, big-endian, and its bytes. */
  public static final int BUNDLED_BYTES = 2 + Hash.BYTES;
}
