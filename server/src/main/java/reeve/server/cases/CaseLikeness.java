package reeve.server.cases;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reeve.server.platform.AccountRef;

/** What a search for who is alike asks of cases. */
public interface CaseLikeness {
  /**
   * What cases an account has and had.
   *
   * @param newest its open case, else the newest one
   * @param open whether that one is open
   * @param outcome of the newest closed one, null where none was closed
   * @param cleared closed ones in which nothing was found, or that an appeal took back
   */
  record Past(CaseId newest, boolean open, @Nullable String outcome, int cleared) {}

  /** Of those that have a case; at most 2,000 accounts. */
  Map<AccountRef, Past> pasts(Collection<AccountRef> accounts);

  /**
   * Accounts that carry a tag now, or a post of which does, the latest marked first.
   *
   * @param most 1 to 10,000
   */
  List<AccountRef> tagged(String tag, int most);

  /** A resemblance that a decision on one of its seeds was part of. */
  record Leaning(ResemblanceId id, CaseId of, AccountRef account, Instant at) {}

  /** All resemblances that name an account as one that they resemble, oldest first. */
  List<Leaning> leaning(AccountRef seed);

  /** A cluster by its title. */
  record Titled(ClusterId id, String title) {}

  /** The newest clusters. */
  List<Titled> clusters(int most);
}
