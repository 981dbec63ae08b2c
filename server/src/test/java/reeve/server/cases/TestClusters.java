package reeve.server.cases;

import java.util.List;
import org.springframework.context.ApplicationContext;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Origin;
import reeve.server.policy.ClauseId;
import reeve.server.record.Actor;

/** Clusters as people work on them. */
public final class TestClusters {
  public final Clusters clusters;
  private final ClusterLooking looking;

  public TestClusters(ApplicationContext context) {
    clusters = context.getBean(Clusters.class);
    looking = context.getBean(ClusterLooking.class);
  }

  /** A cluster of accounts whose cases are open, held against a clause. */
  public ClusterId of(String clause, Actor.Staff by, List<AccountRef> accounts) {
    ClusterId id = clusters.open("One invite", by);
    looking.choose(id, ClauseId.parse(clause), by);
    add(id, by, accounts);
    return id;
  }

  /** Adds accounts by hand; how many were added. */
  public int add(ClusterId id, Actor.Staff by, List<AccountRef> accounts) {
    return clusters.add(
        id, accounts.stream().map(account -> Candidate.byHand(account, Origin.LIVE)).toList(), by);
  }

  /** Opens a post and marks it, or takes the mark back. */
  public void mark(ClusterId id, AccountRef account, String post, Actor.Staff by) {
    looking.open(id, account, Cluster.Kind.POST, post, by);
    looking.mark(id, account, Cluster.Kind.POST, post, by);
  }

  public void answer(ClusterId id, AccountRef account, Cluster.Answer answer, Actor.Staff by) {
    looking.answer(id, account, answer, by);
  }
}
