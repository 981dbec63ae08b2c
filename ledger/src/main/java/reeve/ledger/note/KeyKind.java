package reeve.ledger.note;

/** What an Ed25519 key signs, and the number of that in a key's id. */
public enum KeyKind {
  /** The text of a note: a log's key. */
  NOTE(0x01),
  /** A checkpoint with a time: a witness's key. */
  COSIGNATURE(0x04);

  private final byte number;

  KeyKind(int number) {
    this.number = (byte) number;
  }

  byte number() {
    return number;
  }
}
