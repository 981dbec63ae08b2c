package reeve.ledger;

/** What can be wrong with what a log publishes. */
public enum Fault {
  NO_CHECKPOINT,
  /** The checkpoint is none, or of another log. */
  MALFORMED,
  /** No signature by the key that was named. */
  OTHER_KEY,
  /** A signature in the name of the key that is not its own. */
  BAD_SIGNATURE,
  TOO_FEW_WITNESSES,
  /** Smaller than a checkpoint that was seen before. */
  OLDER,
  /** Does not continue a checkpoint that was seen before. */
  SPLIT,
  /** A tile or bundle is not there. */
  MISSING,
  /** A tile or bundle has another length than the size asks for. */
  CUT,
  WRONG_ROOT,
  WRONG_TILE,
  WRONG_ENTRY,
  /** The first entry does not commit to the log that this one follows. */
  WRONG_LINK,
  /** The store and what it published differ. */
  WRONG_STORE
}
