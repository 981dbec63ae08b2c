package reeve.ledger.log;

import java.util.Map;
import reeve.ledger.tree.Resource;
import reeve.ledger.tree.Tiles;

/**
 * Where the published files stand. Implementations MUST keep these:
 *
 * <ul>
 *   <li><b>Durable.</b> When {@link #put} returns, all of its files survive the loss of power.
 *   <li><b>Whole.</b> A reader sees a file as it was before or as it is after, never a part of it,
 *       also after a crash. Among the files of one call there is no order.
 *   <li><b>Again.</b> A put may be repeated, with the same bytes or others; the last one stands.
 *   <li><b>Failure.</b> After a put that failed each of its files is there or not. It MUST be
 *       possible to try again.
 *   <li><b>Apart.</b> It MUST NOT go back when a store is put back to an earlier state: that it
 *       does not is how a log notices.
 * </ul>
 */
public interface Shelf extends Tiles {
  void put(Map<Resource, byte[]> files);

  /**
   * Removes every partial width of a tile or bundle that is full by now. MAY leave them.
   *
   * @param partial any of them
   */
  void drop(Resource partial);
}
