package reeve.server.cases;

import java.util.List;
import reeve.server.policy.Measure;

/**
 * Where a rule decides without a person. Nothing here checks whether the rule is live and approved;
 * the clause in force is asked again.
 */
public interface Acting {
  /**
   * Surfaces accounts as {@link Surfacing#surface} does, so that their cases stand with their
   * evidence, and decides on each where that may be: decision, statement, record and orders are
   * part of the transaction, leave after ten seconds, and close the case. Where it may not be, the
   * account is surfaced and nothing more. MUST be called in a transaction, and leaves nothing
   * behind when that fails; a verdict that was taken before changes nothing.
   *
   * @param acts 1,000 at most
   * @return what became of each, in their order
   * @throws Docket.CaseMoved as {@link Surfacing#surface}
   */
  List<Answer> act(List<Act> acts);

  /**
   * What a rule wants to do.
   *
   * @param seen the verdict with its evidence; one over the rule's limit only surfaces
   * @param measure {@link Measure#LIMIT} or {@link Measure#SUSPEND_TEMPORARILY}
   * @param days for how long, 1 to {@link #DAYS_MOST}
   */
  record Act(Surfaced seen, Measure measure, int days) {
    /** A rule never acts for longer. */
    public static final int DAYS_MOST = 7;

    public Act {
      if (measure != Measure.LIMIT && measure != Measure.SUSPEND_TEMPORARILY) {
        throw new IllegalArgumentException("a rule limits or suspends for days, nothing else");
      }
      if (days < 1 || days > DAYS_MOST) {
        throw new IllegalArgumentException("a rule acts for 1 to " + DAYS_MOST + " days");
      }
    }
  }

  /** What became of it. All but the first two only surfaced the account. */
  enum Answer {
    DECIDED,
    /** The verdict was taken before: nothing was changed. */
    KNOWN,
    OVER_LIMIT,
    /** The clause in force does not let a machine do this. */
    NOT_ALLOWED,
    /** Somebody holds the case, a lead is asked, or it is a danger to life. */
    IN_HANDS,
    /** The account is limited or suspended already, or is by this very batch. */
    IN_FORCE,
    /** An appeal of the account waits. */
    APPEALED,
    /** A person took back, or changed, what this rule decided on the account before. */
    TAKEN_BACK
  }
}
