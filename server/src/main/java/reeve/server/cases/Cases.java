package reeve.server.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;
import reeve.server.platform.PlatformId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Profile;
import reeve.server.record.Actor;
import reeve.server.record.RecordId;

/**
 * What the slices above need of cases. Everything that changes a case MUST be called in a
 * transaction, and stands or falls with it; none of it checks a role.
 */
public interface Cases {
  Optional<Case> find(CaseId id);

  /** The open case of an account. */
  Optional<Case> open(AccountRef account);

  /** All cases of an account, newest first. */
  List<Case> history(AccountRef account);

  /** The case that a report stands in, by the platform's id of the report. */
  Optional<CaseId> holding(PlatformId platform, String report);

  /**
   * Locks the case of a claim, where the claim still holds and the member may judge the account.
   */
  Grip grip(ClaimId claim, Actor.Staff by);

  /**
   * Whether the member's own account is the subject, reported, or is mentioned in a flagged post.
   */
  boolean conflict(CaseId id, Actor.Staff member);

  /**
   * Closes an open case that {@link #grip} gave, and ends its claim. Its copies end six months
   * after {@code at}, or after the last {@link #keep}.
   *
   * @param words see {@link Case.Outcome#words}
   */
  void close(CaseId id, String words, RecordId cause, Instant at);

  /**
   * Opens a closed case again, as after a withdrawn decision, and gives {@code holder} a fresh
   * claim on it. Where the account has another open case by now, the closed one's reports, verdicts
   * and posts move there.
   *
   * @return the case that is open now
   */
  Case reopen(CaseId id, RecordId cause, Actor.Staff holder);

  /** Restarts the six months of a case's copies: an appeal came or was decided. */
  void keep(CaseId id, Instant since);

  /**
   * Lets a member read a closed case, for an appeal or a second look; each view is recorded.
   *
   * @param until compared with the clock when read
   */
  void letSee(CaseId id, Actor.Staff member, Instant until);

  /**
   * Says whether the reporters of a case were right, once its decision is final; a later call with
   * another answer takes the earlier one back.
   *
   * @param right null where no person has judged it
   */
  void judgeReporters(CaseId id, @Nullable Boolean right);

  /**
   * Says whether an appeal found that nothing was broken where a decision had found a violation: so
   * the rules that surfaced the account are measured.
   */
  void overturned(CaseId id, boolean overturned);

  /** Who reported: for answers, and never for any page or outgoing word. */
  List<Witness> witnesses(CaseId id);

  /** Whether one of its reports is an authority's request. */
  boolean askedByAuthority(CaseId id);

  /** The posts that reports flagged and verdicts are about, newest first. */
  List<FlaggedPost> flagged(CaseId id);

  /**
   * The posts of which copies are kept with the case, newest first: those of {@link #flagged}, and
   * what the account had written lately when it was flagged (its {@code flaggedAt} is when it was
   * captured).
   */
  List<FlaggedPost> kept(CaseId id);

  /**
   * Which of these posts a case needs: flagged in it, or what a verdict is about, while its copies
   * are kept. A sealed one no case needs.
   *
   * @param posts at most 10,000
   */
  Set<PostRef> needed(Collection<PostRef> posts);

  /**
   * What figures need of cases that are decided now; without those that are not there.
   *
   * @param ids at most 10,000
   */
  Map<CaseId, Facts> facts(Collection<CaseId> ids);

  /** The account's profile as last seen; empty once its copies ended. */
  Optional<Profile> profile(AccountRef account);

  /**
   * Danger to life: the case goes to the top of the leads' queue at once, due in an hour, and its
   * claim ends.
   */
  void escalate(CaseId id, Actor.Staff by);

  /** Ends the claim without a reason; the case waits where it stood. */
  void handBack(CaseId id, Actor.Staff by);

  /**
   * Ends the claim of an open case, which waits for a lead's word: until the time given, claiming
   * next gives it to nobody.
   *
   * @param until compared with the clock when read
   */
  void park(CaseId id, Instant until);

  /**
   * Locks an open case, parked or not, that nobody else holds, and gives the member a fresh claim
   * on it. {@link Grip.Lost} where it is closed or somebody else's, {@link Grip.Barred} as {@link
   * #grip}.
   */
  Grip take(CaseId id, Actor.Staff by);

  /**
   * Hides posts of the case from everybody: their text and pictures, and what rules read of them,
   * leave the copies at once. The platform is told by the caller's order.
   */
  void seal(CaseId id, List<PostRef> posts, Actor.Staff by);
}
