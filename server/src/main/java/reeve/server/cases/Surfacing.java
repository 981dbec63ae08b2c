package reeve.server.cases;

import java.util.List;

/** Where verdicts of rules enter the cases. Nothing here checks whether a rule is live. */
public interface Surfacing {
  /**
   * Surfaces accounts: each verdict opens the one open case of its account or joins it. MUST be
   * called in a transaction, and leaves nothing behind when that fails. A verdict that was taken
   * before, or stands twice in the batch, changes nothing, so that a batch whose answer was lost is
   * simply given again.
   *
   * <p>Cases stay locked until the transaction ends. Two batches on the same accounts may run into
   * each other; the database then ends one of them, which is worth a retry too.
   *
   * @param verdicts 10,000 at most
   * @return how many were new
   * @throws Docket.CaseMoved when a case was closed or opened by somebody else meanwhile: roll back
   *     and do the whole again
   */
  int surface(List<Surfaced> verdicts);

  /** Without verdicts that were taken before, and each of the others once, in their order. */
  List<Surfaced> fresh(List<Surfaced> verdicts);

  /**
   * Tags accounts and posts. MUST be called in a transaction. The same tag by the same rule on the
   * same subject is one, which holds until the latest end.
   *
   * @param verdicts 10,000 at most
   */
  void tag(List<Tagged> verdicts);

  /** What became of all verdicts that surfaced anybody, by rule, version and origin. */
  List<RuleScore> scores();
}
