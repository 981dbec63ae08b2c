package reeve.server.cases;

import java.util.List;

/** Where likeness enters the cases. */
public interface Resemblances {
  /** So many at once at the most. */
  int MOST = 1_000;

  /**
   * Opens the one open case of each account, or joins it. MUST be called in a transaction, and
   * leaves nothing behind when that fails. What was taken before, or stands twice in the batch,
   * changes nothing, so that a batch whose answer was lost is simply given again.
   *
   * <p>A case that {@link Resemblance.Cause#ASKED} opens follows from the case of one of the
   * accounts that it resembles, a reported one first: so it counts as <em>from reports</em> where
   * that one was reported. One that {@link Resemblance.Cause#EVASION} opens follows from nothing,
   * as one that a verdict opens.
   *
   * @param found {@link #MOST} at most
   * @return how many were new
   * @throws Docket.CaseMoved as {@link Surfacing#surface}: roll back and do the whole again
   */
  int resemble(List<Resemblance> found);
}
