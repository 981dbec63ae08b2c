package reeve.server.record;

/**
 * A record's place in the order of reading: first by transaction, then by number.
 *
 * @param tx the transaction's id, as an unsigned 64-bit number
 */
public record Place(long tx, long seq) implements Comparable<Place> {
  /** Before every record. */
  public static final Place START = new Place(0, 0);

  @Override
  public int compareTo(Place other) {
    int byTx = Long.compareUnsigned(tx, other.tx);
    return byTx != 0 ? byTx : Long.compare(seq, other.seq);
  }
}
