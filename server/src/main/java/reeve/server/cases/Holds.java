package reeve.server.cases;

import java.time.Instant;
import java.util.Set;
import reeve.server.platform.AccountRef;

/** A ban on ending what is kept of accounts. */
public interface Holds {
  /**
   * From now on nothing that is kept of the account ends before this time: reports, posts, captures
   * and pictures of its cases, and captures of an account without a case. Takes the place of what
   * was said of the account before. Once the time is over they end as if there had been no hold, at
   * once what no case needs, and that is recorded.
   *
   * <p>MUST be called in a transaction, and stands or falls with it. Sealing a post goes before a
   * hold: its text and pictures leave the copies all the same.
   *
   * @param until now or before, to end a hold
   */
  void hold(AccountRef account, Instant until);

  /** Whether what is kept of the account may not end now. */
  boolean held(AccountRef account, Instant now);

  /** The accounts that are held at that time. */
  Set<AccountRef> standing(Instant now);
}
