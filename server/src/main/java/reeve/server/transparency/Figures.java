package reeve.server.transparency;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is published. Everything is computed from the record; live, sample and imported accounts
 * never share a figure.
 *
 * @param records how many records went in
 * @param upTo when the last of them was made; null before the first
 */
record Figures(long records, @Nullable Instant upTo, Town live, Town sample, Town imported) {

  /**
   * The figures of accounts of one origin. An account counts once, by its first suspension; {@code
   * suspended = stillSuspended + reinstated + ended}.
   *
   * @param since when the first of them was suspended; null before
   * @param reinstated whose suspension was taken back, by an appeal or by undoing
   * @param automated decisions that a rule took without a person, of any measure
   * @param ended whose suspension was for a time that is over
   */
  record Town(
      @Nullable Instant since,
      long suspended,
      long stillSuspended,
      long reinstated,
      long ended,
      List<Month> months,
      List<Share> shares,
      Delay delay,
      Appeals appeals,
      long noSecondPerson,
      long automated) {
    /** Whether there is anything to tell. */
    public boolean isEmpty() {
      return suspended == 0 && appeals.filed() == 0 && automated == 0;
    }
  }

  /** One month, by UTC. */
  record Month(YearMonth month, long suspended, long reinstated) {}

  /** The suspended accounts of one policy, by how they were found. */
  record Share(
      String policy, long reports, long fromReports, long proactive, long otherwise, long all) {}

  /**
   * How long from the first sign to the suspension, in seconds, by nearest rank.
   *
   * @param known of how many suspensions the first sign is known
   */
  record Delay(long known, @Nullable Long median, @Nullable Long ninetieth) {}

  /** Appeals by holders and reporters. */
  record Appeals(
      long filed,
      long undecided,
      long upheld,
      long changed,
      long overturned,
      long noSecondPerson) {}
}
