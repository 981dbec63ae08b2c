package reeve.ledger.note;

/** How a note stands to a key. */
public enum Standing {
  SIGNED,
  /** The note has no signature of this key. */
  ABSENT,
  /** A signature that names this key is not its own. */
  BAD
}
