package reeve.server.cases;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import reeve.server.platform.AccountRef;
import reeve.server.record.Actor;

/**
 * Cluster cases. Every change is a transaction of its own, or joins the caller's, and is recorded
 * with who made it; none of it checks a role.
 */
public interface Clusters {
  /**
   * Opens one.
   *
   * @param title 1 to 120 characters
   */
  ClusterId open(String title, Actor.Staff by);

  /**
   * Adds accounts. One without an open case gets one, as {@link Resemblances} opens it for {@link
   * Resemblance.Cause#ASKED}. One that is in the cluster already changes nothing.
   *
   * @return how many were added
   * @throws reeve.server.platform.Refused beyond {@link Cluster#MEMBERS_MOST} in all, where there
   *     is no such cluster, and where neither the candidate nor the cluster says whom it resembles
   */
  int add(ClusterId id, List<Candidate> candidates, Actor.Staff by);

  /** Takes accounts out of the cluster; their cases stay as they are. How many were in it. */
  int remove(ClusterId id, List<AccountRef> accounts, Actor.Staff by);

  /**
   * Writes a note, for staff alone.
   *
   * @param words 1 to 2,000 characters
   */
  void note(ClusterId id, String words, Actor.Staff by);

  Optional<Cluster> find(ClusterId id);

  /**
   * Finds one and holds it until the caller's transaction ends: meanwhile nobody adds, removes or
   * holds.
   */
  Optional<Cluster> hold(ClusterId id);

  /** One account of a cluster, as {@link #find} gives it. */
  Optional<Cluster.Member> member(ClusterId id, AccountRef account);

  /**
   * Of a member's marks those whose item still stands as it was opened: not changed, sealed or
   * forgotten since.
   */
  Set<Cluster.Item> standing(Cluster.Member member);

  /** The posts of standing items: the post itself, or the post whose picture it is. */
  List<FlaggedPost> posts(Cluster.Member member, Set<Cluster.Item> items);
}
