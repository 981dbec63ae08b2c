package reeve.server.record;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import reeve.server.platform.Subject;

/** Reads the public side of the record, in its order. */
public interface RecordStream {
  /**
   * The records of some kinds after a place.
   *
   * <p>Gives none that an earlier one could still precede: what has not ended when this is asked is
   * given at a later call, and never skipped.
   *
   * @param kinds names of kinds, or slices with a dot behind for all of theirs; at most 100
   * @param most 1 to 10,000
   */
  List<Told> after(Place after, Set<String> kinds, int most);

  /**
   * Where the last record stands that is among the first entries of a log; {@link Place#START}
   * where none is. Records get their entries in the order of reading, so those up to there are all.
   *
   * @param origin of the log
   * @param size how many entries
   */
  Place covered(String origin, long size);

  /**
   * The first record of one kind about each subject that has one.
   *
   * @param subjects at most 10,000
   */
  List<Told> firsts(Collection<? extends Subject> subjects, String kind);

  /**
   * The records with these ids, in no order.
   *
   * @param ids at most 10,000
   */
  List<Told> find(Collection<RecordId> ids);
}
