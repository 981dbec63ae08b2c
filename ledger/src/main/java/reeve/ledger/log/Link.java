package reeve.ledger.log;

import java.util.Map;
import reeve.ledger.LedgerException;
import reeve.ledger.LedgerProblem;
import reeve.ledger.note.Checkpoint;
import reeve.ledger.note.SignedNote;
import reeve.ledger.note.SigningKey;
import reeve.ledger.tree.Entry;
import reeve.ledger.tree.Hasher;
import reeve.ledger.tree.Resource;

/**
 * A new log names the one that it follows: it publishes that one's last checkpoint, and its first
 * entry is the SHA-256 of it.
 */
public final class Link {
  private Link() {}

  /**
   * Prepares an empty shelf for a log that follows another; opening the log does the rest.
   *
   * @param key of the new log
   * @param predecessor the last checkpoint of the old one, as it was published
   * @throws LedgerException {@code EXISTS}: a log stands there; {@code MALFORMED}: that is no
   *     checkpoint, or it has the same origin
   */
  public static void begin(SigningKey key, Shelf shelf, byte[] predecessor) {
    Checkpoint old = Checkpoint.of(SignedNote.of(predecessor).text());
    if (old.origin().equals(key.name())) {
      throw new LedgerException(
          LedgerProblem.MALFORMED,
          "A log that follows " + old.origin() + " has another name than that.");
    }
    if (shelf.read(new Resource.Checkpoint()).isPresent()) {
      throw new LedgerException(LedgerProblem.EXISTS, "A log is published there already.");
    }
    shelf.put(Map.of(new Resource.Predecessor(), predecessor));
  }

  /** The first entry of a log that follows the one with this last checkpoint. */
  public static Entry entry(byte[] predecessor) {
    return new Entry(new Hasher().plain(predecessor));
  }
}
