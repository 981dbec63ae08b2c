package reeve.ledger.log;

import java.util.List;
import reeve.ledger.tree.Entry;

/**
 * Holds the entries of one log, and its head. Implementations MUST keep these:
 *
 * <ul>
 *   <li><b>Durable.</b> When {@link #append} returns, the entries and the head survive the loss of
 *       power. {@link #head} and {@link #read} MUST NOT show what is not durable.
 *   <li><b>Whole.</b> A batch and its head are in together or not at all, also after a crash.
 *   <li><b>One after the other.</b> An append whose {@code from} is not the head MUST change
 *       nothing and be refused with {@code OVERTAKEN}; of two that start from one head at most one
 *       succeeds, also from different processes. Opening MAY refuse a second process with {@code
 *       IN_USE}.
 *   <li><b>Failure.</b> {@code UNAVAILABLE} MUST mean that nothing changed. Any other failure of an
 *       append means that it may be in; a store of which that is true MUST NOT take another append
 *       before it is opened again. It MUST NOT retry a flush.
 *   <li><b>Damage.</b> What it can tell is not what was written MUST be refused with {@code
 *       DAMAGED}, never given, and never taken for an earlier state.
 *   <li><b>Threads.</b> {@link #read} and {@link #head} may be called while an append runs. Appends
 *       come one at a time.
 *   <li><b>Closing.</b> Whoever opened it closes it; a log does not.
 * </ul>
 */
public interface Store extends AutoCloseable {
  Head head();

  /**
   * @param from the head that the batch follows
   * @param entries 1 to {@link Log#LARGEST_BATCH}
   * @param to the head with them
   */
  void append(Head from, List<Entry> entries, Head to);

  /**
   * The commitments from an index on, 32 bytes each.
   *
   * @throws reeve.ledger.LedgerException {@code NONE}: so many are not there
   */
  byte[] read(long from, int count);

  @Override
  void close();
}
