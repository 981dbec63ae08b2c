package reeve.ledger;

/** Why the ledger refuses. */
public enum LedgerProblem {
  /** Something could not be read or asked, and nothing was changed: worth another try. */
  UNAVAILABLE,
  /**
   * An append failed and may have happened; everything is refused until the log is opened again.
   */
  STATE_UNKNOWN,
  /** Another process holds the store. */
  IN_USE,
  /** Another writer appended meanwhile; nothing of this batch stands. */
  OVERTAKEN,
  /** The store ends before what was published or cosigned: an older copy of it was put back. */
  BEHIND,
  /** What was published or cosigned is not what the store holds. */
  FORKED,
  /** Stored or published bytes are not what they were. */
  DAMAGED,
  /** What is there belongs to another log or another key. */
  FOREIGN,
  /** There is no such log, entry or file. */
  NONE,
  /** A log is there already. */
  EXISTS,
  /** Beyond a limit. */
  TOO_LARGE,
  /** No key, note, proof or policy of the form that is asked for. */
  MALFORMED
}
