package reeve.server.record;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import reeve.ledger.audit.Proof;

/** What a record's entry in the ledger can be shown by. */
public interface Openings {
  /** The opening of a record, also one of the caller's transaction; nothing once it is erased. */
  default Optional<Opening> of(RecordId id) {
    return Optional.ofNullable(of(java.util.List.of(id)).get(id));
  }

  /**
   * The openings of those that are there and not erased.
   *
   * @param ids at most 10,000
   */
  Map<RecordId, Opening> of(Collection<RecordId> ids);

  /**
   * The same for a letter to the person concerned, in the caller's transaction: from the next
   * publication on they can look for their entry, which nobody else can. Empty where this server
   * keeps no ledger.
   *
   * @param ids at most 10,000
   */
  default Map<RecordId, Opening> give(Collection<RecordId> ids) {
    return give(ids, Appended.NONE);
  }

  /**
   * The same, where this transaction appended some of them.
   *
   * @param fresh what it appended; may hold others, too
   */
  Map<RecordId, Opening> give(Collection<RecordId> ids, Appended fresh);

  /**
   * Where a record stands in today's log; nothing as long as the sequencer has not come to it.
   *
   * @throws IllegalStateException the log does not hold what the record says: one of them was
   *     changed
   */
  OptionalLong index(RecordId id);

  /**
   * The same of many; one that was changed keeps nobody from the others.
   *
   * @param ids at most 10,000
   */
  Indexes indexes(Collection<RecordId> ids);

  /**
   * Where records stand in today's log.
   *
   * @param of those that have an index
   * @param changed those to which the sequencer has come, and of which the log does not hold what
   *     they say
   */
  record Indexes(Map<RecordId, Long> of, Set<RecordId> changed) {
    static final Indexes NONE = new Indexes(Map.of(), Set.of());

    public Indexes {
      of = Map.copyOf(of);
      changed = Set.copyOf(changed);
    }
  }

  /**
   * The proof that a record's entry stands in the log as it was published last; nothing as long as
   * it was not.
   *
   * @throws IllegalStateException as {@link #index}
   * @throws reeve.ledger.LedgerException what is published cannot be read, or leads to another root
   */
  Optional<Proof> proof(RecordId id);
}
