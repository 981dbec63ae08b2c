package reeve.server.record;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reeve.ledger.tree.Hash;

/** Holds the whole record against its commitments, and these against the ledger. */
public interface RecordCheck {
  /** Of what is wrong so much is told; all is counted. */
  int TOLD = 100;

  /**
   * Makes the commitment of every record again from its bytes, salts and columns, holds it against
   * the one that stands in the row and that against the entry of today's log, and makes the log's
   * root again from its entries.
   *
   * <p>Reads in pieces: memory does not grow with the record. Changes nothing, and needs no
   * standstill: what is appended meanwhile may be looked at or not.
   *
   * @param threads that read and hash at the same time, each over a connection of its own
   */
  Checked check(int threads);

  /** Where this record stands, for a process of its own; see {@link RecordAudit}. */
  RecordAudit.Where where();

  /** What can be wrong. */
  enum Fault {
    /** Bytes, salts or columns are not those that the commitment was made from. */
    CHANGED,
    /** The commitment in the row is not the ledger's entry. */
    OTHER_ENTRY,
    /** The ledger has an entry for which there is no record. */
    MISSING,
    /** The entries do not lead to the root that was kept with them, or to the published one. */
    WRONG_ROOT
  }

  /**
   * A thing that is wrong.
   *
   * @param id of the record, null where there is none
   * @param index of the entry, -1 where there is none
   */
  record Wrong(Fault fault, @Nullable RecordId id, long index) {}

  /**
   * What was found.
   *
   * @param records all that were looked at
   * @param erased of these, without bytes and salts: only their commitments could be looked at
   * @param unsequenced of these, without an index yet
   * @param size entries of the log; 0 where there is none
   * @param root that the entries lead to
   * @param wrongs how many things are wrong
   * @param told the first of them
   */
  record Checked(
      long records,
      long erased,
      long unsequenced,
      long size,
      Hash root,
      long wrongs,
      List<Wrong> told) {
    public Checked {
      told = List.copyOf(told);
    }
  }
}
