package reeve.server.record;

import java.util.List;
import java.util.Optional;
import reeve.server.platform.Subject;

/** The one way to append to the record and to read it. */
public interface Records {
  /**
   * Appends in the caller's transaction, all or none, in one statement.
   *
   * <p>MUST be called inside a transaction, and refuses otherwise: a record and what it records
   * stand or fall together.
   *
   * @return the ids, in the order of the entries
   */
  List<RecordId> append(List<Entry> entries);

  /** The same, for records that letters of this transaction open: see {@link Openings#give}. */
  Appended appendToOpen(List<Entry> entries);

  /** Appends one. */
  default RecordId append(Entry entry) {
    return append(List.of(entry)).getFirst();
  }

  Optional<Recorded> find(RecordId id);

  /**
   * The records about a subject, newest first.
   *
   * @param most 1 to 1,000
   */
  List<Recorded> about(Subject subject, int most);

  /** Erases bytes and salts of both halves; the commitment stays, so that old proofs hold. */
  void erase(RecordId id);
}
