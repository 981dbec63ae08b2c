package reeve.ledger.witness;

import reeve.ledger.note.NoteSignature;

/** What a witness says to a checkpoint. */
sealed interface Answer {
  /** It is signed. */
  record Signed(NoteSignature line) implements Answer {}

  /** It signed last at another size, or another root at this one. */
  record Stale(long size) implements Answer {}

  /** It does not know the log. */
  record UnknownLog() implements Answer {}

  /** No key that it knows for the log signed. */
  record NotTheirs() implements Answer {}

  /** The proof does not lead from what it signed to this. */
  record BadProof() implements Answer {}

  /** It is no submission. */
  record Malformed(String words) implements Answer {}
}
